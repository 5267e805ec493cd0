from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.policy import Severity
from constructs_lib.testing import NotCompliant, assert_safe_update


def release(**properties: Any) -> dict[str, Any]:
    return {"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream", "Properties": properties}}}


def test_an_update_that_loses_nothing_passes() -> None:
    report = assert_safe_update(release(RetentionPeriodHours=24), release(RetentionPeriodHours=48))
    assert report.findings == []


def test_what_is_wrong_with_the_new_template_itself_is_not_of_the_update() -> None:
    assert assert_safe_update(release(), release(RetentionPeriodHours=1_000_000)).findings == []


def test_an_update_that_shortens_the_retention_fails_as_a_finding_reads() -> None:
    with pytest.raises(NotCompliant) as caught:
        assert_safe_update(release(RetentionPeriodHours=48), release(RetentionPeriodHours=24))
    (finding,) = caught.value.report.findings
    assert str(caught.value) == (
        f"template\n\n{finding.line}:{finding.column:<6} warning UPD003 retention-falls\n"
        "  the retention falls from 48 to 24 hours: records older than that are gone at once\n"
        "  where     Orders (AWS::Kinesis::Stream)\n"
        "  property  RetentionPeriodHours\n"
        "  given     48 to 24 hours\n"
        "  allowed   the same retention, or a longer one\n"
        "  why       records that a slow consumer has not read yet are lost\n"
        "  fix       let every consumer catch up first\n"
        f"  source    {finding.source}\n\n"
        "0 errors, 1 warning, 0 info, 0 undecided; checked 1 resource in 1 file"
    )
    assert_safe_update(release(RetentionPeriodHours=48), release(), fail_on=Severity.ERROR)


def test_a_renamed_stream_fails_as_an_error() -> None:
    with pytest.raises(NotCompliant) as caught:
        assert_safe_update(release(Name="orders"), release(Name="events"), fail_on=Severity.ERROR)
    assert [finding.severity for finding in caught.value.report.findings] == [Severity.ERROR]


def test_a_release_that_is_not_there_fails() -> None:
    with pytest.raises(AssertionError, match=r"absent\.json"):
        assert_safe_update("absent.json", release())
