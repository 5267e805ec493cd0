from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_lib.local import LocalAws, LocalAwsError, process
from tests.patience import PATIENCE_SECONDS, eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.local.conftest import Lab

PARENT = """
import sys, time
from constructs_lib.local import LocalAws
with LocalAws.start() as aws:
    print(aws.child.pid, aws.scratch, flush=True)
    time.sleep(600)
"""


def members(leader: int) -> int:
    states = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in states.splitlines()]
    return sum(group == str(leader) and not state.startswith("Z") for group, state in rows)


def group_is_empty(leader: int) -> bool:
    return members(leader) == 0


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        yield running
        running.kill()


def test_a_port_in_use_is_refused_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalAwsError, match=f"port {port} is not free: choose another"):
            LocalAws.start(port=port)


def test_stop_leaves_no_process_and_no_folder_and_may_be_called_twice(lab_of: Callable[[LocalAws], Lab]) -> None:
    aws = LocalAws.start()
    lab = lab_of(aws)
    lab.function("sleeper", "import time\ndef handler(event, context):\n    time.sleep(event['seconds'])\n")
    functions = aws.client("lambda")
    functions.invoke(FunctionName="sleeper", InvocationType="Event", Payload=b'{"seconds": 25}')
    eventually(lambda: members(aws.child.pid) > 1)
    aws.stop()
    assert group_is_empty(aws.child.pid)
    assert not aws.scratch.exists()
    aws.stop()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_parent_however_that_ends(parent: subprocess.Popen[str], number: int) -> None:
    assert parent.stdout is not None
    leader, scratch = parent.stdout.readline().split()
    os.kill(parent.pid, number)
    parent.communicate(timeout=PATIENCE_SECONDS)
    eventually(lambda: group_is_empty(int(leader)))
    assert not Path(scratch).exists()


def test_a_custom_resource_that_never_answers_does_not_keep_it_alive(
    lab_of: Callable[[LocalAws], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TERM_SECONDS", 1.0)
    with LocalAws.start() as aws:
        arn = lab_of(aws).function("silent", "def handler(event, context):\n    return None\n")
        waiting = {"Waiting": {"Type": "Custom::Silent", "Properties": {"ServiceToken": arn}}}
        aws.client("cloudformation").create_stack(StackName="silent", TemplateBody=json.dumps({"Resources": waiting}))
    assert group_is_empty(aws.child.pid)


def test_two_live_side_by_side_and_accounts_do_not_see_each_other() -> None:
    with LocalAws.start() as one, LocalAws.start(account="111111111111", region="eu-west-1") as other:
        one.client("kinesis").create_stream(StreamName="mine", ShardCount=1)
        assert other.client("kinesis").list_streams()["StreamNames"] == []
        assert other.client("sts").get_caller_identity()["Account"] == "111111111111"
