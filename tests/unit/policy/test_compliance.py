from __future__ import annotations

import inspect

import pytest

from constructs_lib.graph import Definition, Reference
from constructs_lib.policy import InvalidProperties, require_compliant


def three_mistakes() -> Definition:
    return Definition(
        id="Ingest/Orders",
        type="AWS::Kinesis::Stream",
        properties={
            "RetentionPeriodHours": 12,
            "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
            "ShardCount": 4,
            "Name": "orders of today",
        },
        arguments={"RetentionPeriodHours": "retention", "ShardCount": "mode.shards", "Name": "stream_name"},
    )


def test_three_mistakes_raise_once_with_three_findings_that_name_the_arguments() -> None:
    with pytest.raises(InvalidProperties) as refused:
        require_compliant(three_mistakes())
    found = {finding.argument: finding for finding in refused.value.findings}
    assert set(found) == {"retention", "mode.shards", "stream_name"}
    retention = found["retention"]
    assert (retention.given, retention.allowed) == ("12 hours", "24 to 8760 hours")
    assert all([retention.why, retention.fix, retention.source])


def test_the_error_points_at_the_callers_own_line() -> None:
    with pytest.raises(InvalidProperties) as refused:
        require_compliant(three_mistakes())
    lines, start = inspect.getsourcelines(test_the_error_points_at_the_callers_own_line)
    finding = refused.value.findings[0]
    assert finding.file == __file__
    assert start < (finding.line or 0) < start + len(lines)


def test_the_message_reads_as_a_person_would_write_it() -> None:
    with pytest.raises(InvalidProperties) as refused:
        require_compliant(three_mistakes())
    text = str(refused.value)
    assert text.startswith("3 problems\n")
    assert "\n  argument  retention\n  property  RetentionPeriodHours\n  given     12 hours\n" in text


def test_relations_follow_references_into_the_context() -> None:
    mapping = Definition(
        id="Ingest/Watch",
        type="AWS::Lambda::EventSourceMapping",
        properties={
            "EventSourceArn": Reference("Ingest/Orders", "Arn"),
            "StartingPosition": "LATEST",
            "MaximumRecordAgeInSeconds": 172_800,
        },
    )
    stream = Definition(id="Ingest/Orders", type="AWS::Kinesis::Stream", properties={"RetentionPeriodHours": 24})
    warnings = require_compliant(mapping, context=[stream]).findings
    assert "LAM010" in {finding.rule for finding in warnings}
    longer = Definition(id="Ingest/Orders", type="AWS::Kinesis::Stream", properties={"RetentionPeriodHours": 48})
    assert "LAM010" not in {finding.rule for finding in require_compliant(mapping, context=[longer]).findings}


def test_a_mistake_of_the_context_is_not_the_subjects() -> None:
    wrong = Definition(id="Ingest/Orders", type="AWS::Kinesis::Stream", properties={"RetentionPeriodHours": 12})
    right = Definition(id="Ingest/Others", type="AWS::Kinesis::Stream", properties={"RetentionPeriodHours": 24})
    assert require_compliant(right, context=[wrong]).findings == []


def test_messages_and_advice_name_the_argument_as_the_user_writes_it() -> None:
    with pytest.raises(InvalidProperties) as refused:
        require_compliant(three_mistakes())
    said = {finding.argument: (finding.message, finding.fix) for finding in refused.value.findings}
    assert said["retention"] == (
        "retention= is 12 hours; allowed is 24 to 8760 hours",
        "choose a value of 24 to 8760 hours for retention=",
    )
    assert all(f"{argument}=" in message for argument, (message, _) in said.items())


def test_an_argument_that_decides_more_stands_before_the_message() -> None:
    definition = Definition(
        id="Ingest/Orders",
        type="AWS::Kinesis::Stream",
        properties={"StreamModeDetails": {"StreamMode": "SOMETIMES"}, "ShardCount": 1},
        arguments={"StreamModeDetails": "mode"},
    )
    with pytest.raises(InvalidProperties) as refused:
        require_compliant(definition)
    (finding,) = refused.value.findings
    assert finding.message.startswith("mode=: StreamMode is ")
