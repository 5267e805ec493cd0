from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib.local import deploy
from constructs_lib.local.connection import Connection
from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = Connection(endpoint="http://127.0.0.1:1")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_missing_cdk_cli_is_told_with_its_remedy(bare: Path) -> None:
    with pytest.raises(LocalAwsError, match="the AWS CDK CLI is missing: npm install -g aws-cdk"):
        deploy.bootstrap(NOWHERE)


def test_a_missing_node_is_told_with_its_remedy(bare: Path) -> None:
    program(bare / "node_modules" / ".bin" / "cdk", "exit 0")
    with pytest.raises(LocalAwsError, match="Node is missing"):
        deploy.deploy(NOWHERE, "cdk.out")


def test_a_failure_ends_with_what_the_cli_wrote_last_and_all_of_it_is_in_the_log(bare: Path) -> None:
    program(bare / "node", "exit 0")
    program(bare / "cdk", 'echo "first"; printf "\\033[31mlast words\\033[0m\\n" >&2; exit 3')
    seen: list[str] = []
    with pytest.raises(LocalAwsError, match=r"cdk deploy failed with exit code 3:\nfirst\nlast words"):
        deploy.deploy(NOWHERE, "cdk.out", log=bare / "log", progress=seen.append)
    assert seen == ["first", "last words"]
    assert (bare / "log").read_text() == "first\nlast words\n"


def test_the_cli_gets_the_local_endpoint_and_no_real_credentials(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    program(bare / "node", "exit 0")
    program(bare / "cdk", 'echo "$@"; echo "$AWS_ENDPOINT_URL [$AWS_PROFILE]"')
    seen: list[str] = []
    deploy.deploy(NOWHERE, "cdk.out", stacks=["Orders"], progress=seen.append)
    assert seen[0].startswith("deploy Orders --app cdk.out --require-approval never --method=direct")
    assert seen[1] == "http://127.0.0.1:1 []"
