"""Assert that the alarms of a pipeline can ring, and that somebody hears them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Undecided, Value, View
from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.limits import limit
from constructs_lib.policy import Report, Severity
from constructs_lib.policy.checker import TemplateLike, check_sources
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.assertions import HEARD, REACHED
from constructs_lib.policy.profile import ProfileLike, graded, profile_in_force, waive
from constructs_lib.policy.reading.alarms import ALARM, LAMBDA, Metric, is_of_streams, metrics_of
from constructs_lib.policy.rule import Rule
from constructs_lib.testing.compliance import NotCompliant
from constructs_lib.testing.contract import misfit
from constructs_lib.testing.stacks import StackLike, source_of, view_of

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
STREAM = "AWS::Kinesis::Stream"
FAMILY = "CWA"
AGES = ("GetRecords.IteratorAgeMilliseconds", "IteratorAgeMilliseconds", "SubscribeToShardEvent.MillisBehindLatest")
ADDED_UP = ("Sum", "SampleCount")
HOUR = 3_600_000
"""Milliseconds."""
RETENTION = limit("kinesis-stream-retention-hours")


def assert_alarms_can_fire(
    stack: StackLike | TemplateLike, *, actions: bool = True, profile: ProfileLike | None = None
) -> Report:
    """Fail unless every alarm on streams, delivery streams and functions can ring and tells somebody.

    Each names a metric that its resource sends, with its dimensions; its period, range and statistic are accepted; a
    threshold on a metric that is never negative, or on an age that retention ends, can be passed; and it has an
    action that is enabled, or stands in a composite alarm. What is known only at deployment is passed over.

    Args:
        stack: a stack of the CDK, or a template as `assert_compliant` takes it.
        actions: whether each must act itself; false where others follow the states, such as a rule of EventBridge.
        profile: whose waivers are accepted; by default the one that the environment names.

    Returns:
        The report, of alarms alone.

    Raises:
        NotCompliant: an alarm cannot ring, or nobody hears it.
        AssertionError: there is no such alarm, or the template cannot be read.

    Example:
        >>> assert_alarms_can_fire({"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream"}}})
        Traceback (most recent call last):
        ...
        AssertionError: template has no alarm on a stream, a delivery stream or a function
    """
    __tracebackhide__ = True
    asked = profile_in_force(profile)
    try:
        source = source_of(stack)
    except UnreadableTemplate as error:
        raise AssertionError(str(error)) from error
    everything = check_sources([source], schema=False, profile=asked)
    if everything.unreadable:
        raise AssertionError("; ".join(unreadable.problem for unreadable in everything.unreadable))
    view = view_of(source)
    alarms = [alarm for alarm in view.of_type(ALARM) if watches(alarm)]
    if not alarms:
        raise AssertionError(f"{source.name} has no alarm on a stream, a delivery stream or a function")
    own = [found for alarm in alarms for found in (*(unheard(alarm, view) if actions else ()), *unreachable(alarm))]
    left, accepted = waive(asked, list(graded(asked, dict.fromkeys(own))), datetime.now(tz=UTC).date())
    findings = [found for found in everything.findings if found.rule.startswith(FAMILY)]
    findings = [found for found in (*findings, *left) if found.severity is not Severity.INFO]
    report = replace(
        everything,
        findings=sorted(findings, key=Finding.order),
        undecided=[gap for gap in everything.undecided if gap.rule.startswith(FAMILY)],
        acknowledged=[each for each in everything.acknowledged if each["rule"].startswith(FAMILY)] + accepted,
    )
    if findings:
        raise NotCompliant(report)
    return report


def watches(alarm: ResourceView) -> bool:
    """Tell whether an alarm is on a stream, a delivery stream or a function."""
    try:
        return is_of_streams(alarm)
    except CannotDecide:
        return False


def unheard(alarm: ResourceView, view: View) -> Iterator[Finding]:
    """Find an alarm that does nothing when it rings, or the composite alarm over it where that does nothing either."""
    over = [each for each in view.of_type(COMPOSITE) if mentions(each["AlarmRule"], alarm)]
    if any(map(acts, (alarm, *over))):
        return
    silent = over[0] if over else alarm
    off = not silent["AlarmActions"].absent
    yield at(silent, silent["ActionsEnabled" if off else "AlarmActions"], HEARD,
             "the actions of the alarm are switched off" if off else "the alarm has no action, so nobody hears it",
             given="false" if off else "no actions", allowed="true" if off else "at least one action")  # fmt: skip


def acts(alarm: ResourceView) -> bool:
    """Tell whether an alarm does something when it rings; what is known only at deployment does."""
    try:
        return bool(alarm["AlarmActions"].items) and alarm["ActionsEnabled"].flag is not False
    except CannotDecide:
        return True


def mentions(written: Value, alarm: ResourceView) -> bool:
    """Tell whether the rule of a composite alarm names an alarm, or may name it."""
    name = alarm["AlarmName"].node
    return any(
        part.target == alarm.id if isinstance(part, Reference) else isinstance(part, Undecided) or called(name, part)
        for part in written.parts
    )


def called(name: object, text: str) -> bool:
    """Tell whether a name stands in a text."""
    return isinstance(name, str) and name in text


def unreachable(alarm: ResourceView) -> Iterator[Finding]:
    """Find a threshold that the metric never passes."""
    with suppress(CannotDecide):
        metric = next(metrics_of(alarm, LAMBDA), None)
        threshold, operator = alarm["Threshold"].number, alarm["ComparisonOperator"].text or ""
        if metric is None or metric.at.path or threshold is None or alarm["TreatMissingData"].text == "breaching":
            return
        low = operator == "LessThanThreshold" and threshold <= 0
        if low or (operator == "LessThanOrEqualToThreshold" and threshold < 0):
            yield never(alarm, f"{metric.name.text} is never negative", "more than 0")
        oldest = retention(metric)
        high = operator == "GreaterThanThreshold" and oldest is not None and threshold >= oldest
        if high or (operator == "GreaterThanOrEqualToThreshold" and oldest is not None and threshold > oldest):
            yield never(alarm, f"{metric.name.text} ends with the retention of the stream", f"less than {oldest}")


def retention(metric: Metric) -> int | float | None:
    """The age in milliseconds at which records are gone, where the metric is one of age and the stream is known."""
    if metric.name.text not in AGES or metric.statistic.text in ADDED_UP:
        return None
    name = metric.dimension("StreamName")
    stream = name.target if name is not None else None
    if stream is None or stream.type != STREAM:
        return None
    return (stream["RetentionPeriodHours"].number or int(str(RETENTION.default))) * HOUR


def never(alarm: ResourceView, reason: str, allowed: str) -> Finding:
    """Say that a threshold is never passed."""
    written = f"{alarm['ComparisonOperator'].text} {alarm['Threshold'].text}"
    return at(alarm, alarm["Threshold"], REACHED, f"the alarm never rings: {reason}", given=written, allowed=allowed)


def at(alarm: ResourceView, value: Value, notice: Rule, message: str, **more: str) -> Finding:
    """Make a finding that points at a property of an alarm."""
    position = alarm.resource.position(value.path)
    path = ".".join(map(str, value.path))
    found = misfit(alarm, notice, message, property=path, **more)
    return replace(found, file=position.file, line=position.line, column=position.column)
