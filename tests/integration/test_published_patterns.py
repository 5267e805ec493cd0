"""What is published deploys to the local AWS: the catalogue, each of its products, and each pattern's template."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from apps.catalog.app import APPROVED, DAYS, STORE
from constructs_lib.cdk.patterns.publication import template_of
from constructs_lib.graph.readers.template import parse, resources_of
from constructs_lib.local import LocalAws
from constructs_lib.local.deploy import bootstrap, deploy
from constructs_lib.operate.audit import Audit, AuditReport, audit
from constructs_lib.operate.audit.account import Account
from constructs_lib.operate.audit.drift import Deployed
from constructs_lib.patterns import Pattern, discover_patterns, find_pattern
from tests.patience import eventually
from tools.synth import environment

CATALOGUE = "Catalog"
PRODUCT = "AWS::ServiceCatalog::CloudFormationProduct"
UNKNOWN = {
    "metrics-to-s3": {"AWS::CloudWatch::MetricStream"},
    "replayable-event-bus": {"AWS::Events::Archive"},
    "waf-and-api-logs": {"AWS::WAFv2::LoggingConfiguration"},
}
"""Types that the local AWS does not have: docs/local-aws.md names them."""
HALF_DESCRIBED = {"cdc-to-iceberg", "logs-to-http", "logs-to-opensearch"}
"""Patterns with a destination of which the local AWS describes only a part: what it leaves out would be findings."""
CHOSEN = "72"
HERE = {
    "clickstream-fan-out": {
        "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:sessions",
        "FunctionRoleName": "sessions",
    }
}
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
STREAMING = ("AWS::Kinesis::Stream", "AWS::KinesisFirehose::DeliveryStream")


class NotDeployed(Exception):
    """A stack failed; the message says why."""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """A local AWS with what some patterns expect to be there: a function with its role."""
    with LocalAws.start(interval_cap=0.5) as running:
        bootstrap(running)
        document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
        made = running.client("iam").create_role(RoleName="sessions", AssumeRolePolicyDocument=document)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("index.py", "def handler(event, context): ...")
        running.client("lambda").create_function(
            FunctionName="sessions", Runtime="python3.13", Handler="index.handler", Role=made["Role"]["Arn"],
            Timeout=60, Code={"ZipFile": packed.getvalue()},
        )  # fmt: skip
        yield running


@pytest.fixture(scope="module")
def catalogue(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Deploy the catalogue: product to its versions, each with the address of its template."""
    assembly = tmp_path_factory.mktemp("catalog")
    synthesized(assembly)
    deploy(aws, str(assembly))
    template = json.loads((assembly / f"{CATALOGUE}.template.json").read_text())
    found = {}
    for resource in template["Resources"].values():
        if resource["Type"] == PRODUCT:
            properties = resource["Properties"]
            artifacts = properties["ProvisioningArtifactParameters"]
            found[properties["Name"]] = {each["Name"]: address(aws, each["Info"]) for each in artifacts}
    return found


def synthesized(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "apps.catalog.app"],
        env={**environment(folder), "CDK_VALIDATION": "false"}, capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def address(aws: LocalAws, info: Mapping[str, Any]) -> str:
    """Resolve the address of a template as CloudFormation does."""
    written: str = info["LoadTemplateFromURL"]["Fn::Sub"]
    values = {"AWS::Region": aws.region, "AWS::AccountId": aws.account, "AWS::URLSuffix": "amazonaws.com"}
    for name, value in values.items():
        written = written.replace(f"${{{name}}}", value)
    return written


def launched(aws: LocalAws, name: str, parameters: Mapping[str, str], **template: str) -> list[dict[str, Any]]:
    """Make a stack, and give its resources once it is complete."""
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(
        StackName=name,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
        **template,
    )
    status = eventually(lambda: settled(cloudformation, name))
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [each.get("ResourceStatusReason", "") for each in events if "FAILED" in each["ResourceStatus"]]
    if status != "CREATE_COMPLETE" or failed:
        raise NotDeployed(f"{name}: {status}: {failed}")
    resources: list[dict[str, Any]] = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    return resources


def settled(cloudformation: Any, name: str) -> str | None:
    """The status of a stack on which nothing is done any more."""
    status: str = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    return None if status.endswith("PROGRESS") else status


def physical(resources: list[dict[str, Any]], kind: str) -> list[str]:
    return [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == kind]


def chosen(pattern: Pattern, asked: Mapping[str, Any]) -> dict[str, str]:
    """A value for each parameter that a template asks for and has none."""
    by_name = {each.pascal_name: each for each in pattern.parameters}
    return {name: str(by_name[name].example) for name, parameter in asked.items() if "Default" not in parameter}


def test_the_catalogue_deploys_with_every_version_of_every_product(
    aws: LocalAws, catalogue: dict[str, dict[str, str]]
) -> None:
    stored = {
        find_pattern(each.pattern).title: {
            file.name.removesuffix(".template.json"): file.read_text() for file in (STORE / each.pattern).iterdir()
        }
        for each in APPROVED
    }
    assert {name: set(versions) for name, versions in catalogue.items()} == {
        name: set(versions) for name, versions in stored.items()
    }
    s3 = aws.client("s3")
    for product, versions in catalogue.items():
        for version, url in versions.items():
            bucket, _, key = url.partition("amazonaws.com/")[2].partition("/")
            published = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
            assert json.loads(published) == json.loads(stored[product][version])


def test_a_product_without_a_template_behind_its_address_does_not_deploy(aws: LocalAws) -> None:
    info = {"LoadTemplateFromURL": "https://s3.us-east-1.amazonaws.com/nowhere/missing.json"}
    product = {
        "Name": "Missing",
        "Owner": "nobody",
        "ProvisioningArtifactParameters": [{"Name": "1.0.0", "Info": info}],
    }
    body = json.dumps({"Resources": {"Missing": {"Type": PRODUCT, "Properties": product}}})
    with pytest.raises(NotDeployed, match=r"version 1\.0\.0 has no template at https"):
        launched(aws, "missing", {}, TemplateBody=body)


@pytest.mark.parametrize("pattern", [each.pattern for each in APPROVED if each.pattern not in UNKNOWN])
def test_a_product_launches_with_what_its_users_may_choose(
    aws: LocalAws, catalogue: dict[str, dict[str, str]], pattern: str
) -> None:
    assert CHOSEN in DAYS.values
    for version, url in catalogue[find_pattern(pattern).title].items():
        name = f"{pattern}-{version.replace('.', '-')}"
        resources = launched(aws, name, {DAYS.parameter: CHOSEN}, TemplateURL=url)
        (stream,) = physical(resources, "AWS::Kinesis::Stream")
        told = aws.client("kinesis").describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
        assert str(told["RetentionPeriodHours"]) == CHOSEN


@pytest.mark.parametrize("pattern", [each.pattern for each in APPROVED if each.pattern in UNKNOWN])
def test_a_product_that_does_not_launch_here_is_held_up_by_known_types_alone(
    aws: LocalAws, catalogue: dict[str, dict[str, str]], pattern: str
) -> None:
    (url,) = catalogue[find_pattern(pattern).title].values()
    with pytest.raises(ClientError) as refused:
        launched(aws, f"{pattern}-refused", {}, TemplateURL=url)
    said = refused.value.response["Error"]["Message"]
    assert said == f"Template format error: Unrecognized resource types: [{', '.join(UNKNOWN[pattern])}]"


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    """The plain template of each pattern, with what a publisher has to decide."""
    return {each.id: template_of(each, decided(each)) for each in discover_patterns()}


def decided(pattern: Pattern) -> dict[str, Any]:
    return {
        each.name: each.example
        for each in pattern.parameters
        if each.required and (each.guarded or not each.at_deployment)
    }


@pytest.mark.parametrize("pattern", [each.id for each in discover_patterns()])
def test_the_plain_template_of_a_pattern_deploys(
    aws: LocalAws, published: dict[str, dict[str, Any]], pattern: str
) -> None:
    template = published[pattern]
    unknown = UNKNOWN.get(pattern, set())
    left = {name: each for name, each in template["Resources"].items() if each["Type"] not in unknown}
    assert unknown <= {each["Type"] for each in template["Resources"].values()}
    body = json.dumps({**template, "Resources": left})
    parameters = chosen(find_pattern(pattern), template.get("Parameters", {})) | HERE.get(pattern, {})
    resources = launched(aws, pattern, parameters, TemplateBody=body)
    assert len(resources) == len(left)
    if pattern not in HALF_DESCRIBED:
        names = [name for kind in STREAMING for name in physical(resources, kind)]
        report = audited(aws, names, body, pattern)
        assert [str(each) for each in report.findings] == []
        assert {kind for kind, _ in report.audited} >= {"AWS::KinesisFirehose::DeliveryStream", "AWS::IAM::Role"}


def audited(aws: LocalAws, names: list[str], body: str, stack: str) -> AuditReport:
    deployed = Deployed(resources_of(parse(body, f"{stack}.json")), stack)
    return audit(Account(aws.client), Audit(names=tuple(names), against=(deployed,)))


def test_records_of_a_launched_product_arrive(aws: LocalAws, catalogue: dict[str, dict[str, str]]) -> None:
    (url,) = catalogue[find_pattern("cross-account-ingest").title].values()
    resources = launched(aws, "ingest", {}, TemplateURL=url)
    (stream,) = physical(resources, "AWS::Kinesis::Stream")
    aws.client("kinesis").put_record(StreamName=stream, Data=b'{"order": 1}\n', PartitionKey="1")
    s3, buckets = aws.client("s3"), physical(resources, "AWS::S3::Bucket")
    assert eventually(lambda: [each for bucket in buckets for each in listed(s3, bucket)])


def listed(s3: Any, bucket: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return found
