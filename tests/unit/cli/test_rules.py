from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.cli.main import main


@pytest.mark.parametrize("rule", ["KDS001", "UPD001", "PRF001", "ORG002", "TPL001", "SPEC001"])
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
