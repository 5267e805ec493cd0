from __future__ import annotations

import json
import subprocess
import sys

import pytest

from apps.flights.demo.steps import ROOT
from apps.flights.events import read_events
from apps.flights.functions.transform.index import clean
from constructs_lib.runtime import Ok

pytestmark = pytest.mark.e2e
COUNT = 1_500


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "apps.flights.demo", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_demo_accounts_for_every_flight_in_its_summary(tmp_path):
    done = demo("--records", str(COUNT), "--results", str(tmp_path))
    assert done.returncode == 0, done.stdout
    summary = json.loads((tmp_path / "summary.json").read_text())
    delivered = sum(isinstance(clean(event), Ok) for event in read_events(COUNT))
    expected = {
        "sent": COUNT, "delivered": delivered, "dropped": 0, "failed": COUNT - delivered, "replayed": 0, "lost": 0,
        "consumers": {"DelayWatch": COUNT},
    }  # fmt: skip
    assert {name: summary[name] for name in expected} == expected
    assert summary["objects"] > 0
    assert summary["seconds"] > 0
    assert f"{COUNT:,} sent = {delivered:,} delivered" in done.stdout


@pytest.mark.parametrize("records", ["0", "20001", "many"])
def test_a_number_of_records_that_cannot_be_sent_is_refused(records, tmp_path):
    done = demo("--records", records, "--results", str(tmp_path))
    assert done.returncode == 2
    assert "--records" in done.stderr
    assert "Traceback" not in done.stderr


def test_results_that_cannot_be_written_are_refused_in_one_sentence(tmp_path):
    taken = tmp_path / "file"
    taken.touch()
    done = demo("--results", str(taken))
    assert done.returncode == 2
    assert done.stdout.startswith("demo: ")
    assert str(taken) in done.stdout.replace("\n", "")
    assert "Traceback" not in done.stderr
