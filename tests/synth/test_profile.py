"""The organisation's profile in constructs and in the plugin."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import App, Duration, Environment, Stack, Validations
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Annotations, Match

from constructs_lib.cdk import DataStream, DeliveryStream, KinesisConstructsPlugin, PollingConsumer, S3Destination
from constructs_lib.policy import InvalidProperties
from constructs_lib.policy.profile import InvalidProfile

CONTEXT = "kinesis-constructs:profile"
WEEK = "version: 1\nbounds: {kinesis-stream-retention-hours: {maximum: 168, reason: data is deleted after a week}}\n"
Write = Callable[[str], str]


@pytest.fixture
def profile(tmp_path: Path) -> Write:
    def write(text: str) -> str:
        path = tmp_path / "organisation.yaml"
        path.write_text(text)
        return str(path)

    return write


def stack_with(profile: str, account: str | None = None, region: str | None = None) -> Stack:
    return Stack(App(context={CONTEXT: profile}), "Pipeline", env=Environment(account=account, region=region))


def month(stack: Stack, id: str = "Orders") -> DataStream:
    return DataStream(stack, id, retention=Duration.days(30))


def test_a_tighter_bound_fails_a_construct_at_the_users_own_line_and_names_the_argument(profile: Write) -> None:
    stack = stack_with(profile(WEEK))
    with pytest.raises(InvalidProperties) as refused:
        DataStream(stack, "Orders", retention=Duration.days(30))
    (finding,) = refused.value.findings
    assert (finding.rule, finding.argument, finding.given) == ("ORG004", "retention", "720 hours")
    assert finding.why == "data is deleted after a week"
    assert finding.source == stack.node.get_context(CONTEXT)
    lines, start = inspect.getsourcelines(
        test_a_tighter_bound_fails_a_construct_at_the_users_own_line_and_names_the_argument
    )
    assert finding.file == __file__
    assert "DataStream(stack" in lines[(finding.line or 0) - start]
    DataStream(stack, "Short", retention=Duration.days(7))


def test_the_environment_names_a_profile_and_an_empty_context_undoes_it(
    profile: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINESIS_CONSTRUCTS_PROFILE", profile(WEEK))
    with pytest.raises(InvalidProperties, match="ORG004"):
        month(Stack(App(), "Pipeline"))
    month(stack_with(""))


def test_a_scope_may_have_a_profile_of_its_own(profile: Write) -> None:
    app = App()
    strict, free = Stack(app, "Strict"), Stack(app, "Free")
    strict.node.set_context(CONTEXT, profile(WEEK))
    month(free)
    with pytest.raises(InvalidProperties, match="ORG004"):
        month(strict)


def test_a_profile_that_cannot_be_used_is_refused_with_its_line(profile: Write) -> None:
    with pytest.raises(InvalidProfile, match=r"organisation\.yaml:2:1: bound is unknown; did you mean bounds\?"):
        month(stack_with(profile("version: 1\nbound: {}\n")))
    with pytest.raises(InvalidProfile, match=r"nowhere\.yaml: no such file"):
        month(stack_with("nowhere.yaml"))


QUOTAS = (
    "version: 1\nseverities: {LAM023: error}\nquotas:\n  esm-filters-default-quota:\n"
    "    - {value: 10, account: '111122223333', region: eu-west-1}\n"
)


def seven_filters(stack: Stack) -> PollingConsumer:
    function = lambda_.Function(
        stack,
        "Watch",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): pass"),
    )
    filters = [{"data": {"n": [number]}} for number in range(7)]
    return PollingConsumer(stack, "Consumer", stream=DataStream(stack, "Orders"), function=function, filters=filters)


def test_a_raised_quota_lets_a_construct_pass_in_its_account_and_region_alone(profile: Write) -> None:
    seven_filters(stack_with(profile(QUOTAS), "111122223333", "eu-west-1"))
    seven_filters(stack_with(profile(QUOTAS)))
    with pytest.raises(InvalidProperties, match="LAM023"):
        seven_filters(stack_with(profile(QUOTAS), "111122223333", "us-east-1"))


def test_a_raised_quota_counts_stack_by_stack_in_the_plugin(profile: Write, tmp_path: Path) -> None:
    path = profile(QUOTAS)
    app = App(outdir=str(tmp_path / "cdk.out"))
    Validations.of(app).add_plugins(KinesisConstructsPlugin(profile=path))
    for name, region in (("Raised", "eu-west-1"), ("Default", "us-east-1")):
        stack = Stack(app, name, env=Environment(account="111122223333", region=region))
        lambda_.CfnEventSourceMapping(
            stack,
            "Watch",
            function_name="watch",
            event_source_arn=kinesis.Stream(stack, "Orders").stream_arn,
            starting_position="LATEST",
            filter_criteria={"filters": [{"pattern": json.dumps({"data": {"n": [n]}})} for n in range(7)]},
        )
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert places(tmp_path, "LAM023") == ["Default/Watch"]


def places(folder: Path, rule: str) -> list[str]:
    report = json.loads((folder / "cdk.out" / "validation-report.json").read_text())
    return [
        construct["constructPath"]
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        if violation["ruleName"] == rule
        for construct in violation["violatingConstructs"]
    ]


def waived(expires: str, resource: str = "Pipeline/Orders") -> str:
    waiver = f"{{rule: ORG004, resource: {resource}, owner: us, reason: moves next week, expires: {expires}}}"
    return f"{WEEK}waivers:\n  - {waiver}\n"


def test_a_waiver_of_a_construct_path_lets_it_pass_and_leaves_its_reason_in_the_metadata(profile: Write) -> None:
    stack = stack_with(profile(waived("2999-01-01")))
    metadata = month(stack).node.metadata
    assert {"rule": "ORG004", "owner": "us", "reason": "moves next week", "expires": "2999-01-01"}.items() <= next(
        entry.data for entry in metadata if entry.type == "kinesis-constructs:waived"
    ).items()
    with pytest.raises(InvalidProperties, match="ORG004"):
        month(stack, "Others")


def test_an_expired_waiver_is_found_beside_what_it_covered(profile: Write) -> None:
    with pytest.raises(InvalidProperties) as refused:
        month(stack_with(profile(waived("2020-01-01"))))
    assert {finding.rule for finding in refused.value.findings} == {"ORG004", "PRF001"}


def test_the_plugin_waives_by_the_same_path_and_finds_a_waiver_that_nothing_needs(
    profile: Write, tmp_path: Path
) -> None:
    path = profile(waived("2999-01-01") + waived("2999-01-01", "Nowhere").partition("waivers:\n")[2])
    app = App(outdir=str(tmp_path / "cdk.out"), context={CONTEXT: path})
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    month(Stack(app, "Pipeline"))
    app.synth()
    assert places(tmp_path, "ORG004") == []
    report = json.loads((tmp_path / "cdk.out" / "validation-report.json").read_text())
    (plugin,) = report["pluginReports"]
    assert [violation["ruleName"] for violation in plugin["violations"]] == ["PRF002"]


def test_tags_are_required_of_the_template_where_the_cdk_has_put_them_on(profile: Write, tmp_path: Path) -> None:
    from aws_cdk import Tags

    path = profile("version: 1\nrequire: {tags: [owner]}\n")
    app = App(outdir=str(tmp_path / "cdk.out"), context={CONTEXT: path})
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    DataStream(Stack(app, "Tagged"), "Orders")
    Tags.of(app.node.find_child("Tagged")).add("owner", "us")
    DataStream(Stack(app, "Bare"), "Orders")
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert places(tmp_path, "ORG002") == ["Bare/Orders/Resource"]


def test_a_destination_that_is_not_allowed_names_its_argument(profile: Write) -> None:
    stack = stack_with(profile("version: 1\nrequire: {destinations: [iceberg]}\n"))
    with pytest.raises(InvalidProperties) as refused:
        DeliveryStream(stack, "ToLake", destination=S3Destination())
    (finding,) = refused.value.findings
    assert (finding.rule, finding.argument) == ("ORG003", "destination")
    assert finding.message == "destination= is not allowed here"


def test_a_milder_severity_makes_an_error_a_warning_of_the_construct(profile: Write) -> None:
    stack = stack_with(profile(f"{WEEK}severities: {{ORG004: warning}}\n"))
    month(stack)
    Annotations.from_stack(stack).has_warning("/Pipeline/Orders", Match.string_like_regexp(".*allows.*168 hours.*"))
