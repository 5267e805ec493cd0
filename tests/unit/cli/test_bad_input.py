"""What cannot be read is one sentence and exit code 2; the rest is checked, and no traceback is seen."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.cli import main
from tests.patience import PATIENCE_SECONDS

WRONG = """Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1, RetentionPeriodHours: 12}
"""
ALIASES = "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))
DEEP = 10_000
REFUSED = {
    "empty.yaml": b"",
    "prose.txt": b"hello world",
    "list.json": b"[1, 2]",
    "null.json": b"null",
    "no-resources.json": b'{"a": 1}',
    "nul.bin": b"\0" * 1000,
    "two.yaml": f"{WRONG}---\n{WRONG}".encode(),
    "two.json": b'{"Resources": {}}{"Resources": {}}',
    "aliases.yaml": f"a0: &a0 [x]\n{ALIASES}{WRONG}".encode(),
    "deep.json": b'{"Resources": ' + b'{"a": ' * DEEP + b"1" + b"}" * DEEP + b"}",
    "deep.yaml": b"Resources: " + b"[" * DEEP,
    "deeper.yaml": "".join(f"{' ' * at}a:\n" for at in range(1000)).encode(),
    "open.yaml": b"Resources:\n  A: [\n  Type: x\n",
    "latin.yaml": WRONG.replace("12}", "12} # caf\xe9").encode("latin-1"),
    "tabs.yaml": WRONG.replace("  ", "\t").encode(),
    "large.json": b'{"Resources": {"A": {"Type": "' + b"x" * 12_000_000 + b'"}}}',
}
READ = {
    "bom.yaml": b"\xef\xbb\xbf" + WRONG.encode(),
    "utf-16.yaml": WRONG.encode("utf-16"),
    "crlf.yaml": WRONG.replace("\n", "\r\n").encode(),
    "huge.yaml": WRONG.replace("12", "9" * 5000).encode(),
    "too-much-for-a-float.json": b'{"Resources": {"S": {"Type": "AWS::Kinesis::Stream", '
    b'"Properties": {"ShardCount": 1, "RetentionPeriodHours": 1e999}}}}',
}


def run(*arguments: object) -> int:
    return main(["check", "--no-schema", *map(str, arguments)])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_template_is_one_sentence_and_the_others_are_checked(name, tmp_path, capsys):
    (tmp_path / name).write_bytes(REFUSED[name])
    (tmp_path / "good.yaml").write_text(WRONG, encoding="utf-8")
    assert run(tmp_path / name, tmp_path / "good.yaml") == 2
    out, err = capsys.readouterr()
    assert "KDS001" in out
    assert err.startswith(f"kinesis-constructs check: {tmp_path / name}:")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", READ)
def test_odd_encodings_and_numbers_are_read(name, tmp_path, capsys):
    (tmp_path / name).write_bytes(READ[name])
    assert run(tmp_path / name) == 1
    assert "KDS001" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["missing", "broken", "looping", "pipe", "socket"])
def test_a_path_that_holds_no_file_is_one_sentence_and_never_waited_for(kind, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path(f"{kind}.yaml")
    if kind in {"broken", "looping"}:
        path.symlink_to("nowhere" if kind == "broken" else path.name)
    elif kind == "pipe":
        os.mkfifo(path)
    with socket.socket(socket.AF_UNIX) as server:
        if kind == "socket":
            server.bind(path.name)
        assert run(path) == 2
        assert run(tmp_path) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"kinesis-constructs check: {path}: ")
    assert second == f"kinesis-constructs check: no templates found in {tmp_path}"


def test_a_device_without_end_is_not_read_to_its_end(capsys):
    assert run("/dev/zero") == 2
    assert "/dev/zero: " in capsys.readouterr().err


def test_what_a_shell_opens_a_pipe_for_is_read():
    read, write = os.pipe()
    os.write(write, WRONG.encode())
    os.close(write)
    try:
        assert run(f"/dev/fd/{read}") == 1
    finally:
        os.close(read)


def test_a_name_that_is_no_utf8_is_reported_in_every_place(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.yaml")
    path.write_text(WRONG, encoding="utf-8")
    report = tmp_path / "report.json"
    assert run(path, "--format", "json", "--output", report) == 1
    assert json.loads(report.read_text(encoding="utf-8"))["findings"][0]["rule"] == "KDS001"
    printed = process(path, environment={"PYTHONIOENCODING": "utf-8:strict"})
    assert (printed.returncode, printed.stderr) == (1, b"")
    assert b"KDS001" in printed.stdout


@pytest.mark.parametrize(
    "manifest",
    [
        '{"name": "a web page"}',
        "[[[",
        '{"artifacts": 5}',
        """{"artifacts": {"a": 5, "b": {"type": "aws:cloudformation:stack", "properties": {"templateFile": 5}},
        "c": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}},
        "d": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "stream.yaml"}}}}""",
    ],
)
def test_a_manifest_of_something_else_or_a_damaged_one_hides_no_template(manifest, tmp_path, capsys):
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    (tmp_path / "stream.yaml").write_text(WRONG, encoding="utf-8")
    assert run(tmp_path) == 1
    assert "KDS001" in capsys.readouterr().out


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    (tmp_path / "stream.yaml").write_text(WRONG, encoding="utf-8")
    assert run(tmp_path / "stream.yaml", "--output", tmp_path / "missing" / "report.txt") == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [
        (">&-", 1, b""),
        (">/dev/full", 2, b"kinesis-constructs check: no space left on device\n"),
        ("- <&-", 2, b"kinesis-constructs check: <stdin>:1: Empty YAML document\n"),
    ],
)
def test_streams_that_are_closed_or_full_end_in_no_traceback(redirection, code, said, tmp_path):
    path = tmp_path / "stream.yaml"
    path.write_text(WRONG, encoding="utf-8")
    ended = process(path, redirection=redirection)
    assert (ended.returncode, ended.stderr) == (code, said)


def process(
    path: Path, *, redirection: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a shell of its own."""
    script = f'exec "$0" -c "import sys; from constructs_lib.cli import main; sys.exit(main())" "$@" {redirection}'
    return subprocess.run(
        ["sh", "-c", script, sys.executable, "check", "--no-schema", os.fspath(path)],
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=PATIENCE_SECONDS,
    )
