from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.cli.main import main


@pytest.mark.parametrize(
    "rule",
    ["KDS001", "UPD001", "PRF001", "PRF003", "ORG002", "TPL001", "SPEC001", "AUD020", "FIT004", "DLV001", "ALM002"],
)
def test_every_rule_that_a_finding_may_name_is_explained(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "organisation.yaml"
    profile.write_text("version: 1\nrequire: {tags: [owner]}\n")
    monkeypatch.setenv("KINESIS_CONSTRUCTS_PROFILE", str(profile))
    assert main(["rules", rule]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{rule} ")
    assert "  fix  " in said
    if rule == "ORG002":
        assert "streams carry the tags owner" in said
        assert str(profile) in said


def test_a_rule_of_the_engine_of_aws_is_explained_with_where_it_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "e3002"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("E3002 ")
    assert "  source      cloudformation-validate " in said
    assert "  applies to  templates" in said


def test_an_unknown_id_is_refused_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "FIT04"]) == 2
    assert "there is no rule FIT04; did you mean FIT004?" in capsys.readouterr().err
