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
from constructs_lib.cdk.compliance import profile_of
from constructs_lib.policy import Finding, Severity, discover
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import ORGANISATION, WAIVER_RULES, ProfileLike, profile_in_force
from constructs_lib.policy.sources import read_one

NAME = "kinesis-constructs"


@jsii.implements(IPolicyValidationPlugin)
class KinesisConstructsPlugin:
    """Check the templates of an app, whatever constructs made them.

    Errors stop the synthesis. A finding is accepted, with a reason, by
    `Validations.of(scope).acknowledge(Acknowledgment(id="kinesis-constructs::KDS001", reason="..."))`.

    Example:
        >>> Validations.of(app).add_plugins(KinesisConstructsPlugin())  # doctest: +SKIP
    """

    def __init__(self, *, profile: ProfileLike | None = None) -> None:
        """Define the plugin.

        Args:
            profile: what the organisation asks for beyond AWS, or its file; by default the one that the app's context
                names under `kinesis-constructs:profile`, or else the environment.
        """
        self._profile = profile

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
        """The ids of all rules, with those that a profile adds."""
        return [*(rule.id for rule in (*discover(), *WAIVER_RULES)), *ORGANISATION]

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Check all templates together, so that references are followed from one stack to another.

        Schemas are left to the CDK's own engine, which runs beside.

        Args:
            context: names the templates.

        Raises:
            InvalidProfile: the profile cannot be used.
            ValueError: a template cannot be read.
        """
        profile = profile_of(context.app_construct) if self._profile is None else profile_in_force(self._profile)
        read = [read_one(Path(path)) for path in context.template_paths]
        sources = [source for source in read if isinstance(source, Source)]
        report = check_sources(sources, schema=False, profile=profile)
        problems = [str(source) for source in read if not isinstance(source, Source)]
        problems += [unreadable.problem for unreadable in report.unreadable]
        if problems:
            raise ValueError("; ".join(problems))
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
