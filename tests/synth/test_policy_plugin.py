from __future__ import annotations

import json
from pathlib import Path

import pytest
from aws_cdk import Acknowledgment, App, Stack, Validations
from aws_cdk import aws_kinesis as kinesis

from constructs_lib.cdk import KinesisConstructsPlugin
from tests.synth.parts import pipeline


@pytest.fixture
def checked(tmp_path) -> App:
    app = App(outdir=str(tmp_path))
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    return app


def report(app: App) -> dict[str, object]:
    text = (Path(app.outdir) / "validation-report.json").read_text()
    (plugin,) = [entry for entry in json.loads(text)["pluginReports"] if entry["pluginName"] == "kinesis-constructs"]
    return plugin


def short_lived_stream(app: App) -> kinesis.CfnStream:
    return kinesis.CfnStream(Stack(app, "Stack"), "Stream", shard_count=1, retention_period_hours=12)


def test_a_stream_of_anyone_with_twelve_hours_of_retention_stops_the_synthesis(checked):
    short_lived_stream(checked)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        checked.synth()
    (found,) = report(checked)["violations"]
    assert (found["ruleName"], found["severity"]) == ("KDS001", "error")
    assert "12 hours" in found["description"]
    assert found["suggestedFix"]
    assert found["ruleMetadata"]["source"]
    (place,) = found["violatingConstructs"]
    assert place["constructPath"] == "Stack/Stream"
    assert place["cloudFormationResource"]["propertyPaths"] == ["Properties/RetentionPeriodHours"]


def test_a_finding_acknowledged_with_a_reason_does_not_stop_it(checked):
    stream = short_lived_stream(checked)
    acknowledgment = Acknowledgment(id="kinesis-constructs::KDS001", reason="an emulator takes it")
    Validations.of(stream).acknowledge(acknowledgment)
    checked.synth()
    (suppressed,) = report(checked)["suppressedViolations"]
    assert suppressed["ruleName"] == "KDS001"
    assert suppressed["reason"] == "an emulator takes it"


def test_references_are_followed_from_one_stack_to_another(checked):
    stream = kinesis.Stream(Stack(checked, "Streams"), "Stream")
    readers = Stack(checked, "Readers")
    for position in range(21):
        kinesis.CfnStreamConsumer(
            readers, f"Reader{position}", consumer_name=f"reader-{position}", stream_arn=stream.stream_arn
        )
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        checked.synth()
    assert "KDC010" in {found["ruleName"] for found in report(checked)["violations"]}


def test_a_pipeline_of_ours_passes(checked):
    pipeline(Stack(checked, "Stack"))
    checked.synth()
    # The CDK leaves out a plugin that found nothing.
    assert json.loads((Path(checked.outdir) / "validation-report.json").read_text())["pluginReports"] == []


def test_it_names_its_rules_and_its_version():
    plugin = KinesisConstructsPlugin()
    assert "KDS001" in plugin.rule_ids
    assert plugin.version.count(".") == 2
