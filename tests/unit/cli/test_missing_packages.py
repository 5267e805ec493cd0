"""Without the extras, a command says which one it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({packages!r}))
from constructs_lib.cli.main import main
sys.exit(main({words!r}))
"""


@pytest.mark.parametrize(
    ("command", "packages", "extra"),
    [
        ("audit --region eu-west-1", ["boto3", "botocore"], "aws"),
        ("failures s3://lake", ["boto3", "botocore"], "aws"),
        ("failures sqs://gave-up", ["boto3", "botocore"], "aws"),
        ("redrive s3://lake --to stream:orders", ["boto3", "botocore"], "aws"),
        ("limits --verify", ["botocore"], "aws"),
        ("limits --verify", ["cfnlint"], "lint"),
        ("patterns card stream-to-lake", ["aws_cdk"], "cdk"),
        ("patterns publish stream-to-lake --as page --to published", ["constructs"], "cdk"),
    ],
)
def test_a_command_names_the_extra_that_it_needs(command: str, packages: list[str], extra: str) -> None:
    code = WITHOUT.format(packages=packages, words=command.split())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert f"kinesis-constructs[{extra}]" in done.stderr
