"""A pipeline as a spec describes it: streams, consumers and deliveries of a YAML or JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from aws_cdk import Aws, RemovalPolicy, Tags
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk.channels import Channel
from constructs_lib.cdk.compliance import environment_of, profile_of
from constructs_lib.cdk.consumers import FunctionConsumer
from constructs_lib.cdk.delivery import DeliveryStream, FailureBucket
from constructs_lib.cdk.flink import FlinkApplication
from constructs_lib.cdk.monitoring import AlarmSettings, PipelineMonitoring
from constructs_lib.cdk.pipeline.applications import define_application
from constructs_lib.cdk.pipeline.channels import define_channel
from constructs_lib.cdk.pipeline.deliveries import define_delivery
from constructs_lib.cdk.pipeline.destinations.place import duration, only
from constructs_lib.cdk.pipeline.parts import define_consumer, define_stream
from constructs_lib.cdk.pipeline.surroundings import Surroundings, key_of
from constructs_lib.cdk.pipeline.writers import define_writer
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.compliance import InvalidProperties
from constructs_lib.policy.finding import Severity
from constructs_lib.spec import Settings, Spec, read_spec
from constructs_lib.spec.names import MONITORING
from constructs_lib.spec.pseudo import ACCOUNT, PARTITION, REGION, replaced
from constructs_lib.spec.units import DAYS, SHORT

TEXT_NAME = "pipeline spec"
AT_DEPLOYMENT = {ACCOUNT: Aws.ACCOUNT_ID, REGION: Aws.REGION, PARTITION: Aws.PARTITION}


class Pipeline(Construct):
    """Define everything that a pipeline spec describes, with the constructs of this library.

    Use `from_spec`.

    Args:
        scope: the parent.
        id: unique in the scope.
        spec: a sound spec.
        folder: in which the files of functions are looked for.

    Attributes:
        description: what the spec says the pipeline is for.
        streams: by the names of the spec, as all that follow.
        consumers: the functions that read streams.
        deliveries: the delivery streams.
        writers: what writes into streams and delivery streams.
        channels: deliveries without a delivery stream.
        applications: Flink applications.
        failure_buckets: those that the spec names.
        monitoring: alarms and dashboard, unless the spec has none.
    """

    @whole
    def __init__(self, scope: Construct, id: str, *, spec: Spec, folder: Path) -> None:
        super().__init__(scope, id)
        self.description: str | None = spec.document.value.get("description")
        self.failure_buckets = {
            name: self._failure_bucket(name, Settings(written))
            for name, written in spec.section("failureBuckets", AT_DEPLOYMENT).items()
        }
        self.streams: dict[str, DataStream] = {
            name: define_stream(self, name, Settings(written))
            for name, written in spec.section("streams", AT_DEPLOYMENT).items()
        }
        around = Surroundings(streams=self.streams, failure_buckets=self.failure_buckets, folder=folder)
        self.consumers: dict[str, FunctionConsumer] = {
            name: define_consumer(self, name, Settings(written), around)
            for name, written in spec.section("consumers", AT_DEPLOYMENT).items()
        }
        self.deliveries: dict[str, DeliveryStream] = {
            name: define_delivery(self, name, Settings(written), around)
            for name, written in spec.section("deliveries", AT_DEPLOYMENT).items()
        }
        around = replace(around, deliveries=self.deliveries)
        self.writers: dict[str, Construct] = {
            name: define_writer(self, name, Settings(written), around)
            for name, written in spec.section("writers", AT_DEPLOYMENT).items()
        }
        self.applications: dict[str, FlinkApplication] = {
            name: define_application(self, name, Settings(written), around)
            for name, written in spec.section("applications", AT_DEPLOYMENT).items()
        }
        self.channels: dict[str, Channel] = {
            name: define_channel(self, name, Settings(written), around)
            for name, written in spec.section("channels", AT_DEPLOYMENT).items()
        }
        for key, value in spec.tags.items():
            Tags.of(self).add(key, value)
        self.monitoring = self._monitoring(replaced(spec.alarms, AT_DEPLOYMENT))

    @classmethod
    def from_spec(cls, scope: Construct, id: str, spec: str | Path | Mapping[str, Any]) -> Self:
        """Define the pipeline of a spec.

        Args:
            scope: the parent.
            id: unique in the scope.
            spec: path of the file, or what would stand in it. Files of functions are looked for beside it, or in the
                working directory.

        Raises:
            InvalidProperties: with every finding of the policy, each with the line of the spec.
            InvalidSpec: the file is no YAML or JSON, holds several documents, anchors or doubled keys.
            OSError: the file cannot be read.

        Example:
            >>> Pipeline.from_spec(self, "Ingest", "pipeline.yaml")  # doctest: +SKIP
        """
        if isinstance(spec, Mapping):
            name, content, folder = TEXT_NAME, json.dumps(spec).encode(), Path.cwd()
        else:
            name, content, folder = str(spec), Path(spec).read_bytes(), Path(spec).resolve().parent
        source = Source(name, content, environment_of(scope), known_as_spec=True)
        sound = read_spec(content, name)
        report = check_sources([source], schema=False, profile=profile_of(scope))
        errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
        if errors:
            raise InvalidProperties(errors)
        return cls(scope, id, spec=sound, folder=folder)

    def _failure_bucket(self, name: str, given: Settings) -> FailureBucket:
        return FailureBucket(
            self,
            name,
            key=key_of(self, f"{name}Key", given.get("key")),
            retention=duration(given, "retention", DAYS, 86400),
            removal_policy=RemovalPolicy[given.get("removalPolicy", "RETAIN")],
        )

    def _monitoring(self, alarms: bool | Mapping[str, Any]) -> PipelineMonitoring | None:
        kinds = (self.streams, self.consumers, self.deliveries, self.channels, self.applications)
        parts = [each for parts in kinds for each in parts.values()]
        if alarms is False or not parts:
            return None
        given = Settings(alarms if isinstance(alarms, Mapping) else {})
        topics = [sns.Topic.from_topic_arn(self, f"Told{at}", arn) for at, arn in enumerate(given.get("targets", ()))]
        return PipelineMonitoring(
            self,
            MONITORING,
            streams=list(self.streams.values()),
            consumers=list(self.consumers.values()),
            deliveries=list(self.deliveries.values()),
            channels=list(self.channels.values()),
            applications=list(self.applications.values()),
            alarms=alarm_settings(given, topics),
            dashboard=given.get("dashboard", True),
            dashboard_name=given.get("dashboardName"),
        )


def alarm_settings(given: Settings, topics: Sequence[sns.ITopic]) -> AlarmSettings:
    """Say how sensitive alarms are."""
    return AlarmSettings(
        targets=topics,
        **only(
            composite=given.get("composite"),
            lag_share=given.get("lagShare"),
            success_share=given.get("successShare"),
            quota_share=given.get("quotaShare"),
            freshness_margin=duration(given, "freshnessMargin", SHORT),
            period=duration(given, "period", SHORT),
            periods=given.get("periods"),
            without=given.get("without"),
        ),
    )
