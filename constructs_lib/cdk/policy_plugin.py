"""The policy as a validation plugin of the CDK: every template of an app is checked when it is synthesized."""

from __future__ import annotations

from pathlib import Path

import jsii
from aws_cdk import (
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
)

from constructs_lib import __version__
from constructs_lib.policy import Finding, Severity, discover
from constructs_lib.policy.checker import Source, check_sources

NAME = "kinesis-constructs"


@jsii.implements(IPolicyValidationPlugin)
class KinesisConstructsPlugin:
    """Check the templates of an app, whatever constructs made them.

    Errors stop the synthesis. A finding is accepted, with a reason, by
    `Validations.of(scope).acknowledge(Acknowledgment(id="kinesis-constructs::KDS001", reason="..."))`.

    Example:
        >>> Validations.of(app).add_plugins(KinesisConstructsPlugin())  # doctest: +SKIP
    """

    @property
    def name(self) -> str:
        """The name in the validation report, and the prefix of ids in acknowledgements."""
        return NAME

    @property
    def version(self) -> str:
        """The version of this package."""
        return __version__

    @property
    def rule_ids(self) -> list[str]:
        """The ids of all rules."""
        return [rule.id for rule in discover()]

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Check all templates together, so that references are followed from one stack to another.

        Schemas are left to the CDK's own engine, which runs beside.

        Args:
            context: names the templates.

        Raises:
            ValueError: a template cannot be read.
        """
        paths = context.template_paths
        report = check_sources([Source(path, Path(path).read_bytes()) for path in paths], schema=False)
        if report.unreadable:
            raise ValueError("; ".join(unreadable.problem for unreadable in report.unreadable))
        return PolicyValidationPluginReport(
            success=not report.reaches(Severity.ERROR),
            violations=[violation(finding) for finding in report.findings],
        )


def violation(finding: Finding) -> PolicyViolation:
    """Say a finding in the CDK's terms."""
    details = {"given": finding.given, "allowed": finding.allowed, "why": finding.why, "source": finding.source}
    return PolicyViolation(
        rule_name=finding.rule,
        description=f"{finding.name}: {finding.message}",
        severity=str(finding.severity),
        fix=finding.fix,
        rule_metadata={name: text for name, text in details.items() if text},
        violating_resources=[
            PolicyViolatingResource(
                resource_logical_id=finding.resource,
                template_path=finding.file,
                locations=[f"Properties/{finding.property.replace('.', '/')}"] if finding.property else [],
            )
        ],
    )
