"""What a page says of a pattern: drawn, counted and checked from its template."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.patterns import Parameter, Pattern
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile import ProfileLike, profile_in_force
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule
from constructs_lib.publishing.picture import Picture, picture_of

ALARM = "AWS::CloudWatch::Alarm"
AT_DEPLOYMENT, AT_PUBLICATION, GUARDED = "at deployment", "when the template is made", "its publisher alone"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An alarm of a pattern.

    Attributes:
        metric: what it watches.
        rings: when, in the words of its own description.
    """

    metric: str
    rings: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a page says of a pattern.

    Attributes:
        pattern: itself.
        picture: of its stations.
        defines: resource type and how many of it.
        alarms: that ring by themselves.
        passed: rules of the policy that look at these resources and find nothing.
        undecided: ids of rules that only the deployment can decide.
    """

    pattern: Pattern
    picture: Picture
    defines: tuple[tuple[str, int], ...]
    alarms: tuple[Alarm, ...]
    passed: tuple[Rule, ...]
    undecided: tuple[str, ...]


def card_of(pattern: Pattern, template: Mapping[str, Any], *, profile: ProfileLike | None = None) -> Card:
    """Read a template.

    Raises:
        ValueError: the policy finds an error in it, so that it may not be published.
        InvalidProfile: the profile cannot be used.
    """
    content = json.dumps(template).encode()
    report = check_sources([Source(f"{pattern.id}.json", content)], schema=False, profile=profile_in_force(profile))
    errors = [f"{each.rule} {each.message}" for each in report.findings if each.severity is Severity.ERROR]
    if errors:
        raise ValueError(f"{pattern.id} is not published, because the policy finds: {'; '.join(errors)}")
    types = Counter(str(each["Type"]) for each in template["Resources"].values())
    undecided = {each.rule for each in report.undecided}
    not_passed = undecided | {each.rule for each in report.findings}
    return Card(
        pattern=pattern,
        picture=picture_of(template),
        defines=tuple(sorted(types.items())),
        alarms=tuple(
            Alarm(
                metric=str(each["Properties"].get("MetricName") or "metric math"),
                rings=str(each["Properties"].get("AlarmDescription", "")),
            )
            for each in template["Resources"].values()
            if each["Type"] == ALARM
        ),
        passed=tuple(rule for rule in discover() if rule.id not in not_passed and types.keys() & set(rule.resources)),
        undecided=tuple(sorted(undecided)),
    )


def changed_by(parameter: Parameter) -> str:
    """Say when a user may change a parameter, or that only the publisher may."""
    if parameter.guarded:
        return GUARDED
    return AT_DEPLOYMENT if parameter.at_deployment else AT_PUBLICATION


def allowed(parameter: Parameter) -> str:
    """Say what a parameter takes, in a few words."""
    schema = parameter.schema
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "minimum" in schema or "maximum" in schema:
        return f"{schema.get('minimum', 'any')} to {schema.get('maximum', 'any')}"
    if "pattern" in schema.get("items", {}):
        return f"one or more that match {schema['items']['pattern']}"
    return f"matches {schema['pattern']}" if "pattern" in schema else f"a JSON {schema.get('type', 'value')}"
