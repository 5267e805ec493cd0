"""A portfolio: each approved pattern a product, each stored version one of its versions, within constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aws_cdk import Fn, ICfnRuleConditionExpression, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_servicecatalog as servicecatalog
from constructs import Construct

from constructs_lib.patterns import Pattern, find_pattern

SUFFIX = ".template.json"


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """What users may choose, more narrowly than the pattern allows.

    Attributes:
        parameter: of the pattern's template, such as `RetentionHours`.
        values: that may be chosen.
        description: is shown when another is.
    """

    parameter: str
    values: Sequence[str]
    description: str


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A pattern for others.

    Attributes:
        pattern: its id.
        constraints: on its parameters.
    """

    pattern: str
    constraints: Sequence[Constraint] = field(default=())


class Catalog(Stack):
    """Define the portfolio.

    Args:
        scope: the app.
        id: of the stack.
        store: folder to which `kinesis-constructs patterns publish --to` wrote.
        approved: what is offered.
        launch_role_name: role of every account that launches products; users need no permissions beyond Service
            Catalog's.
        user_role_names: roles of this account that may launch them.

    Raises:
        ValueError: a pattern has no stored version, or a constraint is on what no version asks for.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        store: Path,
        approved: Sequence[Approved],
        launch_role_name: str,
        user_role_names: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id, description="Approved streaming patterns")
        self.portfolio = servicecatalog.Portfolio(
            self, "Portfolio", display_name="Streaming", provider_name="Platform team"
        )
        for name in user_role_names:
            self.portfolio.give_access_to_role(iam.Role.from_role_name(self, f"User{name}", name))
        # One role for all products: the CDK's own way by name defines it once for each, and fails at the second.
        self._launch_role = iam.Role.from_role_name(self, "LaunchRole", launch_role_name)
        for each in approved:
            self._offer(each, versions(store, each.pattern))

    def _offer(self, approved: Approved, stored: Mapping[str, Path]) -> None:
        pattern: Pattern = find_pattern(approved.pattern)
        product = servicecatalog.CloudFormationProduct(
            self,
            "".join(word.capitalize() for word in pattern.id.split("-")),
            product_name=pattern.title,
            description=pattern.summary,
            owner=pattern.owner,
            product_versions=[
                servicecatalog.CloudFormationProductVersion(
                    product_version_name=version,
                    cloud_formation_template=servicecatalog.CloudFormationTemplate.from_asset(str(path)),
                    validate_template=True,
                )
                for version, path in stored.items()
            ],
        )
        self.portfolio.add_product(product)
        self.portfolio.set_local_launch_role(product, self._launch_role)
        asked = {each.pascal_name for each in pattern.parameters if each.at_deployment and not each.guarded}
        for constraint in approved.constraints:
            if constraint.parameter not in asked:
                choices = ", ".join(sorted(asked)) or "nothing"
                raise ValueError(f"{pattern.id} does not ask for {constraint.parameter}; it asks for {choices}")
            self.portfolio.constrain_cloud_formation_parameters(
                product, rule=_rule(constraint), description=constraint.description
            )


def versions(store: Path, pattern: str) -> dict[str, Path]:
    """Find the stored versions of a pattern, the oldest first.

    Raises:
        ValueError: there is none.
    """
    found = {path.name.removesuffix(SUFFIX): path for path in (store / pattern).glob(f"*{SUFFIX}")}
    if not found:
        raise ValueError(f"{store} holds no version of {pattern}: kinesis-constructs patterns publish {pattern}")
    return dict(sorted(found.items(), key=lambda each: tuple(map(int, each[0].split(".")))))


def _rule(constraint: Constraint) -> servicecatalog.TemplateRule:
    within: ICfnRuleConditionExpression = Fn.condition_contains(list(constraint.values), Fn.ref(constraint.parameter))
    return servicecatalog.TemplateRule(
        rule_name=f"{constraint.parameter}Allowed",
        assertions=[servicecatalog.TemplateRuleAssertion(assert_=within, description=constraint.description)],
    )
