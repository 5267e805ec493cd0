from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_lib.local import environment, registration

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = {
    "Resources": {
        "Stream": {
            "Type": "AWS::Kinesis::Stream",
            "Properties": {"Name": "orders", "ShardCount": 2},
            "Metadata": {"aws:cdk:path": "Orders/Incoming/Resource"},
        },
        "Consumer": {
            "Type": "AWS::Kinesis::StreamConsumer",
            "Properties": {"StreamARN": {"Fn::GetAtt": ["Stream", "Arn"]}, "ConsumerName": "watch"},
        },
    }
}
UNREGISTERED = {
    "Type": "AWS::Kinesis::StreamConsumer",
    "Properties": {"StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/none", "ConsumerName": "watch"},
}
MANIFEST = {
    "version": "36.0.0",
    "artifacts": {
        "Orders": {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": "Orders.template.json"},
        }
    },
}


class Command:
    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "constructs_lib", "local", *words],
            env={**os.environ, environment.HOME_VARIABLE: str(self.home)},
            capture_output=True,
            text=True,
            input=stdin,
            cwd=self.home,
            timeout=120,
        )

    def prints(self, *words: str, stdin: str = "") -> str:
        done = self(*words, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str, stdin: str = "") -> str:
        done = self(*words, stdin=stdin)
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr
        return done.stderr


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    environment.install()
    installed = environment.folder()
    home = tmp_path / "home"
    home.mkdir()
    (home / installed.name).symlink_to(installed)
    monkeypatch.setenv(environment.HOME_VARIABLE, str(home))
    command = Command(home)
    yield command
    command("down")


@pytest.fixture
def assembly(tmp_path: Path) -> str:
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "Orders.template.json").write_text(json.dumps(TEMPLATE))
    return str(folder)


def test_up_deploy_send_show_and_down_do_what_their_help_says(local: Command, assembly: str) -> None:
    assert "local AWS at http://127.0.0.1:" in local.prints("up")
    assert "already running at http://127.0.0.1:" in local.prints("up")

    template = Path(assembly) / "Orders.template.json"
    template.write_text(json.dumps({"Resources": {"Consumer": UNREGISTERED}}))
    message = local.refuses("deploy", assembly)
    assert "cdk deploy failed with exit code 1" in message
    assert "stream/none not found" in message
    template.write_text(json.dumps(TEMPLATE))
    assert "deployed in" in local.prints("deploy", assembly)
    orders = "".join(json.dumps({"order": n, "customer": f"c{n}"}) + "\n" for n in range(1000))
    sent = json.loads(
        local.prints("send", "Orders/Incoming", "-", "--key", "customer", "--wait", "--format", "json", stdin=orders)
    )
    assert (sent["sent"], sent["unsent"], sent["status"]["idle"]) == (1000, 0, True)

    (stream,) = json.loads(local.prints("show", "--format", "json"))["streams"]
    assert (stream["Name"], stream["OpenShardCount"], stream["Consumers"]) == ("orders", 2, ["watch"])
    assert "orders" in local.prints("show")

    assert "is no cloud assembly: run cdk synth first" in local.refuses("deploy", str(Path(assembly).parent))
    assert "there is no cdk.json here" in local.refuses("deploy")
    (local.home / "cdk.json").write_text(json.dumps({"app": assembly}))
    assert "deployed in" in local.prints("deploy")
    assert "there is orders" in local.refuses("send", "unknown", "-", stdin=orders)
    assert "line 1 is not JSON" in local.refuses("send", "orders", "-", stdin="not json\n")
    assert "line 1 has no shop" in local.refuses("send", "orders", "-", "--key", "shop", stdin=orders)

    assert "cannot read nowhere" in local.refuses("show", "--failed", "nowhere")

    found = registration.running()
    assert found is not None
    assert "stopped the local AWS" in local.prints("down")
    states = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in states.splitlines()]
    assert [state for group, state in rows if group == str(found.pid) and not state.startswith("Z")] == []
    assert not Path(found.scratch).exists()
    assert local.prints("down") == "nothing runs\n"


def test_a_killed_local_aws_is_noticed_and_its_traces_cleared(local: Command) -> None:
    local.prints("up")
    found = registration.running()
    assert found is not None
    os.killpg(found.pid, signal.SIGKILL)
    assert "no local AWS is running" in local.refuses("show")
    assert not Path(found.scratch).exists()
    assert local.prints("down") == "nothing runs\n"


def test_nothing_works_without_up_and_every_command_says_so(local: Command, assembly: str) -> None:
    for words in (("deploy", assembly), ("send", "orders", "-"), ("show",)):
        assert local.refuses(*words) == (
            "kinesis-constructs local: no local AWS is running: start it with kinesis-constructs local up\n"
        )
