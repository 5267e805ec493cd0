"""Assert that an update of what is deployed loses nothing."""

from __future__ import annotations

from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy import Report, Severity
from constructs_lib.policy.checker import Source, TemplateLike, check_sources
from constructs_lib.policy.profile import ProfileLike, profile_in_force
from constructs_lib.policy.updates.alone import updates_alone
from constructs_lib.testing.compliance import NotCompliant
from constructs_lib.testing.stacks import StackLike, source_of


def assert_safe_update(
    old: TemplateLike | StackLike,
    new: TemplateLike | StackLike,
    *,
    fail_on: Severity = Severity.WARNING,
    profile: ProfileLike | None = None,
) -> Report:
    """Compare a stack with its last release, and fail with what the update would replace, drop or not be able to do.

    Whether the new template is right in itself, `assert_compliant` says.

    Args:
        old: the template of the last release, kept in the repository or read from the account.
        new: the stack as it is to be deployed, or its template.
        fail_on: the mildest severity that fails; a warning says that something is lost, too.
        profile: whose waivers are accepted; by default the one that the environment names.

    Returns:
        The report, of updates alone.

    Raises:
        NotCompliant: the update is not safe.
        AssertionError: one of the templates cannot be read.

    Example:
        >>> stream = {"Type": "AWS::Kinesis::Stream", "Properties": {"RetentionPeriodHours": 48}}
        >>> release = {"Resources": {"Orders": stream}}
        >>> assert_safe_update(release, release).summary["warnings"]
        0
    """
    __tracebackhide__ = True
    try:
        before, after = source_of(old), source_of(new)
    except UnreadableTemplate as error:
        raise AssertionError(str(error)) from error
    if before.name == after.name:
        before = Source(f"{before.name} (last release)", before.content)
    everything = check_sources([after], schema=False, profile=profile_in_force(profile), against=[before])
    if everything.unreadable:
        raise AssertionError("; ".join(unreadable.problem for unreadable in everything.unreadable))
    report = updates_alone(everything)
    if report.reaches(fail_on):
        raise NotCompliant(report)
    return report
