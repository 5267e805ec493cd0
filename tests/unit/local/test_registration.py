from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.local import environment, registration

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> registration.Registration:
    monkeypatch.setenv(environment.HOME_VARIABLE, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return registration.Registration(
        pid=1, endpoint="http://127.0.0.1:1", account="0" * 12, region="us-east-1", log="log", scratch=str(scratch)
    )


def test_nothing_runs_at_first(entry: registration.Registration) -> None:
    assert registration.running() is None


def test_what_is_claimed_runs_and_cannot_be_claimed_twice(entry: registration.Registration) -> None:
    claim = registration.Claim.take()
    assert claim is not None
    registration.write(entry)
    assert registration.Claim.take() is None
    assert registration.running() == entry
    claim.release()


def test_what_nobody_claims_is_stale_and_cleared_away(entry: registration.Registration, tmp_path: Path) -> None:
    registration.write(entry)
    assert registration.running() is None
    assert registration.read() is None
    assert not (tmp_path / "scratch").exists()


def test_an_unreadable_registration_counts_as_none(entry: registration.Registration) -> None:
    registration.write(entry)
    registration.state_file().write_text("{")
    assert registration.running() is None
