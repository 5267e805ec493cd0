from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.cli import redrive
from constructs_lib.cli.main import main
from constructs_lib.operate.failures import Kind


def test_every_kind_can_be_chosen() -> None:
    assert set(redrive.KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (None, "is no Python file"),
        ("1 / 0", "cannot be loaded (ZeroDivisionError: division by zero)"),
        ("def (", "cannot be loaded (SyntaxError"),
        ("transform = 1", "has no function transform"),
    ],
)
def test_a_transform_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str | None, sentence: str
) -> None:
    path = tmp_path / "repair.py"
    if code is not None:
        path.write_text(code)
    assert main(["redrive", "s3://lake", "--to", "stream:flights", "--transform", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"kinesis-constructs redrive: {path}")
    assert sentence in error


@pytest.mark.parametrize("target", ["flights", "stream:", "queue:flights"])
def test_a_target_must_name_its_kind(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["redrive", "s3://lake", "--to", target])
    assert ended.value.code == 2
    assert "write stream:NAME or delivery:NAME" in capsys.readouterr().err
