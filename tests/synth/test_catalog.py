"""The catalogue offers every approved pattern in its stored versions, within its constraints."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from aws_cdk import App
from aws_cdk.assertions import Match, Template
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from apps.catalog.app import APPROVED, STORE
from apps.catalog.stack import Approved, Catalog, Constraint, versions
from constructs_lib.cli.main import main
from constructs_lib.policy import check


def catalog(store: Path, *approved: Approved) -> Catalog:
    return Catalog(App(), "Catalog", store=store, approved=approved, launch_role_name="launch")


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(catalog(STORE, *APPROVED))


def test_every_approved_pattern_is_a_product_that_the_platforms_role_launches(template):
    template.resource_count_is("AWS::ServiceCatalog::CloudFormationProduct", len(APPROVED))
    template.resource_count_is("AWS::ServiceCatalog::PortfolioProductAssociation", len(APPROVED))
    template.resource_count_is("AWS::ServiceCatalog::LaunchRoleConstraint", len(APPROVED))
    template.has_resource_properties(
        "AWS::ServiceCatalog::CloudFormationProduct",
        {"Name": "Stream to lake", "ProvisioningArtifactParameters": [Match.object_like({"Name": "1.0.0"})]},
    )


def test_users_choose_within_the_constraints(template):
    found = template.find_resources("AWS::ServiceCatalog::LaunchTemplateConstraint").values()
    rules = [json.loads(each["Properties"]["Rules"]) for each in found]
    assert [rule["RetentionHoursAllowed"]["Assertions"][0]["Assert"] for rule in rules] == [
        {"Fn::Contains": [["24", "48", "72", "168"], {"Ref": "RetentionHours"}]}
    ] * 3


def test_cfn_lint_finds_nothing(template):
    found = lint(json.dumps(template.to_json()), config=ManualArgs(regions=["us-east-1"]))
    assert [(match.rule.id, match.message) for match in found if match.rule.severity != "informational"] == []


@pytest.mark.parametrize("file", sorted(STORE.rglob("*.json")), ids=lambda file: file.parent.name)
def test_the_policy_finds_nothing_in_a_stored_version(file):
    assert [each.rule for each in check(str(file)).findings if each.severity != "info"] == []


@pytest.mark.parametrize("name", [approved.pattern for approved in APPROVED])
def test_what_would_be_published_today_updates_stacks_of_every_stored_version(tmp_path, name):
    decided = ["--values", str(STORE.with_name("decided.yaml"))]
    words = ["patterns", "publish", name, *decided, "--against", str(STORE), "--to", str(tmp_path)]
    assert main(words) == 0


def test_a_newer_version_stands_beside_the_older_one(tmp_path):
    shutil.copytree(STORE / "metrics-to-s3", tmp_path / "metrics-to-s3")
    first = tmp_path / "metrics-to-s3" / "1.0.0.template.json"
    for newer in ("1.10.0", "1.9.0"):
        changed = json.loads(first.read_text()) | {"Description": newer}
        first.with_name(f"{newer}.template.json").write_text(json.dumps(changed))
    assert list(versions(tmp_path, "metrics-to-s3")) == ["1.0.0", "1.9.0", "1.10.0"]
    made = Template.from_stack(catalog(tmp_path, Approved(pattern="metrics-to-s3")))
    made.has_resource_properties(
        "AWS::ServiceCatalog::CloudFormationProduct",
        {
            "ProvisioningArtifactParameters": [
                Match.object_like({"Name": name}) for name in ("1.0.0", "1.9.0", "1.10.0")
            ]
        },
    )


def test_a_pattern_without_a_stored_version_is_refused(tmp_path):
    with pytest.raises(ValueError, match="holds no version of metrics-to-s3: kinesis-constructs patterns publish"):
        catalog(tmp_path, Approved(pattern="metrics-to-s3"))


def test_a_constraint_on_what_no_template_asks_for_is_refused():
    constraint = Constraint(parameter="Shards", values=["1"], description="One shard")
    with pytest.raises(ValueError, match="stream-to-lake does not ask for Shards; it asks for RetentionHours"):
        catalog(STORE, Approved(pattern="stream-to-lake", constraints=[constraint]))
