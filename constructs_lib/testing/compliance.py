"""Assert that a template keeps the policy."""

from __future__ import annotations

from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy import Report, Severity
from constructs_lib.policy.checker import TemplateLike, check_sources
from constructs_lib.policy.profile import ProfileLike, profile_in_force
from constructs_lib.testing.stacks import StackLike, source_of


class NotCompliant(AssertionError):
    """A template does not keep the policy; the message reads like the report of `kinesis-constructs check`."""

    def __init__(self, report: Report) -> None:
        from constructs_lib.report import as_text

        super().__init__(as_text(report))
        self.report = report


def assert_compliant(
    template: TemplateLike | StackLike,
    *,
    fail_on: Severity = Severity.ERROR,
    schema: bool = False,
    profile: ProfileLike | None = None,
) -> Report:
    """Check a template, and fail with everything that is found.

    Args:
        template: a stack of the CDK, or a template: its path, its text, or a dict such as that of
            `Template.from_stack(stack).to_json()`.
        fail_on: the mildest severity that fails.
        schema: whether CloudFormation's schemas and generic rules count, too.
        profile: what the organisation asks for beyond AWS, or its file; by default the one that the environment names.

    Returns:
        The report.

    Raises:
        NotCompliant: something was found, or the template cannot be read.

    Example:
        >>> report = assert_compliant({"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream"}}})
        >>> report.summary["resources"]
        1
    """
    __tracebackhide__ = True
    asked = profile_in_force(profile)
    try:
        report = check_sources([source_of(template)], schema=schema, profile=asked)
    except UnreadableTemplate as error:
        raise AssertionError(str(error)) from error
    if report.unreadable:
        raise AssertionError("; ".join(unreadable.problem for unreadable in report.unreadable))
    if report.reaches(fail_on):
        raise NotCompliant(report)
    return report
