"""Streams that a deployment defines at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.order import others_at_once
from constructs_lib.policy.rule import Violation, rule

MOST = limit("cross-parallel-stream-creation")
ONE = "\n  Orders{n}: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}"


def example(count: int) -> str:
    """Write a number of streams."""
    return "\nResources:" + "".join(ONE.format(n=n) for n in range(1, count + 1)) + "\n"


@rule(
    id="KDS021",
    name="streams-created-at-once",
    title=f"a deployment makes at most {MOST.high} streams at a time",
    severity=Severity.INFO,
    resources=(STREAM,),
    why="the account may have a few streams in creation only; CloudFormation tries again, which is slow and may fail",
    fix="order some of the streams after others with DependsOn",
    source=MOST.read,
    bad=example(int(MOST.high) + 1),
    good=example(int(MOST.high)),
)
def streams_created_at_once(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream: those beyond the number that may be in creation, in the template's order, are found."""
    if others_at_once(stream, int(MOST.high)) == MOST.high:
        yield Violation(
            stream["Name"],
            message=f"{MOST.high} other streams are made at the same time as this one",
            given=f"more than {MOST.high} streams at a time",
            allowed=f"at most {MOST.high} streams at a time",
        )
