from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from constructs_lib.local import LocalAwsError, environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(environment.HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(params=["uv", "pip"])
def no_index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    if request.param == "pip":
        monkeypatch.setattr(environment, "find_uv", lambda: None)


def test_an_index_out_of_reach_is_told_in_one_line_and_nothing_is_left(home: Path, no_index: None) -> None:
    with pytest.raises(LocalAwsError, match="check that the Python package index can be reached") as caught:
        environment.install()
    assert "\n" not in str(caught.value)
    assert list(home.iterdir()) == []


def test_a_home_that_cannot_be_written_is_told_with_its_variable(home: Path) -> None:
    home.parent.joinpath("home").write_text("a file")
    with pytest.raises(LocalAwsError, match=environment.HOME_VARIABLE):
        environment.install()


def test_the_library_is_not_importable_for_functions_that_do_not_bring_it() -> None:
    python = environment.install()
    done = subprocess.run([str(python), "-c", "import constructs_lib"], capture_output=True, text=True, cwd="/")
    assert "No module named 'constructs_lib'" in done.stderr


def test_the_folder_changes_with_the_requirements(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment.folder()
    changed = tmp_path / "requirements.txt"
    changed.write_text("ministack==9\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", changed)
    assert environment.folder() != before
