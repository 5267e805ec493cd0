"""Partners that speak Firehose's protocol, as a table: where they listen, and how large a request they take.

An address is here when the partner or AWS publishes it; the caller gives any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Listener:
    """One line of the table.

    Attributes:
        name: as the console of Firehose shows it.
        size: id of the limit of a request.
        sites: name of a site, or of an account's region, to the address that is published for it.
        address: what the caller finds the address by, where it is of one account only.
        needs_key: whether it refuses requests without an access key.
        source: who publishes it.
    """

    name: str
    size: str
    sites: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None
    needs_key: bool = True
    source: str


DATADOG_HOSTS = {
    "us1": "datadoghq.com",
    "us3": "us3.datadoghq.com",
    "us5": "us5.datadoghq.com",
    "ap1": "ap1.datadoghq.com",
    "eu": "datadoghq.eu",
    "gov": "ddog-gov.com",
}
DATADOG = Listener(
    name="Datadog",
    size="firehose-buffer-http-datadog-size",
    sites={
        "logs-us1": "https://aws-kinesis-http-intake.logs.datadoghq.com/v1/input",
        "logs-us3": (
            "https://aws-kinesis-http-intake.logs.us3.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose"
        ),
        "logs-us5": (
            "https://aws-kinesis-http-intake.logs.us5.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose"
        ),
        "logs-ap1": (
            "https://aws-kinesis-http-intake.logs.ap1.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose"
        ),
        "logs-eu": "https://aws-kinesis-http-intake.logs.datadoghq.eu/v1/input",
        "logs-gov": "https://aws-kinesis-http-intake.logs.ddog-gov.com/v1/input",
        "metrics-us1": "https://awsmetrics-intake.datadoghq.com/v1/input",
        "metrics-us5": (
            "https://event-platform-intake.us5.datadoghq.com/api/v2/awsmetrics?dd-protocol=aws-kinesis-firehose"
        ),
        "metrics-ap1": (
            "https://event-platform-intake.ap1.datadoghq.com/api/v2/awsmetrics?dd-protocol=aws-kinesis-firehose"
        ),
        "metrics-eu": "https://awsmetrics-intake.datadoghq.eu/v1/input",
        **{
            f"configuration-{site}": f"https://cloudplatform-intake.{host}/api/v2/cloudchanges?dd-protocol=aws-kinesis-firehose"
            for site, host in DATADOG_HOSTS.items()
        },
    },
    source="aws-cdk-lib 2.275.0, aws-kinesisfirehose/lib/datadog",
)
NEW_RELIC = Listener(
    name="New Relic",
    size="firehose-buffer-http-new-relic-size",
    sites={
        "logs-us": "https://aws-api.newrelic.com/firehose/v1",
        "logs-eu": "https://aws-api.eu.newrelic.com/firehose/v1",
        "metrics-us": "https://aws-api.newrelic.com/cloudwatch-metrics/v1",
        "metrics-eu": "https://aws-api.eu01.nr-data.net/cloudwatch-metrics/v1",
    },
    source=(
        "docs.newrelic.com, Create the delivery stream for New Relic; logs of the EU and metrics as in the Terraform "
        "module fdmsantos/kinesis-firehose, assumed"
    ),
)
CORALOGIX = Listener(
    name="Coralogix",
    size="firehose-buffer-http-coralogix-size",
    sites={
        site: f"https://ingress.{site}.coralogix.com/aws/firehose"
        for site in ("eu1", "eu2", "ap1", "ap2", "ap3", "us1", "us2")
    },
    source="coralogix/terraform-coralogix-aws, modules/firehose-logs; Coralogix endpoints (its documentation)",
)
DYNATRACE = Listener(
    name="Dynatrace",
    size="firehose-buffer-http-dynatrace-size",
    sites={
        "metrics-global": "https://aws.cloud.dynatrace.com/",
        "metrics-us": "https://us.aws.cloud.dynatrace.com/",
        "metrics-eu": "https://eu.aws.cloud.dynatrace.com/",
    },
    address="the endpoint of the region; the environment goes into the common attribute dt-url",
    source="docs.dynatrace.com, Amazon CloudWatch Metric Streams; that nothing follows the host is assumed",
)
ELASTIC = Listener(
    name="Elastic",
    size="firehose-buffer-http-elastic-size",
    address="the endpoint of the deployment",
    source="Firehose Developer Guide, Configure destination settings for Elastic",
)
HONEYCOMB = Listener(
    name="Honeycomb",
    size="firehose-buffer-http-honeycomb-size",
    address="the API host, /1/kinesis_events/ and the slug of the dataset",
    source="docs.honeycomb.io/api/tag/Kinesis-Events",
)
LOGICMONITOR = Listener(
    name="LogicMonitor",
    size="firehose-buffer-http-logicmonitor-size",
    address="the host of the account",
    source="Firehose Developer Guide, Configure destination settings for LogicMonitor",
)
LOGZ_IO = Listener(
    name="Logz.io",
    size="firehose-buffer-http-logzio-size",
    address="the listener of the account's region",
    source="Firehose Developer Guide, Configure destination settings for Logz.io",
)
MONGODB = Listener(
    name="MongoDB Cloud",
    size="firehose-buffer-http-mongodb-size",
    address="the webhook of the app",
    source="Firehose Developer Guide, Configure destination settings for MongoDB Atlas",
)
SPLUNK_OBSERVABILITY = Listener(
    name="Splunk Observability Cloud",
    size="firehose-buffer-http-splunk-observability-size",
    sites={
        f"metrics-{realm}": f"https://ingest.{realm}.signalfx.com/v1/cloudwatch_metric_stream"
        for realm in ("eu0", "us0", "us1")
    },
    address="the ingest address of the organization's realm",
    source="docs.splunk.com, Connect to AWS with Splunk-managed Metric Streams; realms as in its examples",
)
SUMO_LOGIC = Listener(
    name="Sumo Logic",
    size="firehose-buffer-http-sumo-logic-size",
    address="the address of the hosted collector's source; it holds a token, so give it as a dynamic reference",
    needs_key=False,
    source="Firehose Developer Guide, Configure destination settings for Sumo Logic",
)
LISTENERS = (
    CORALOGIX, DATADOG, DYNATRACE, ELASTIC, HONEYCOMB, LOGICMONITOR, LOGZ_IO, MONGODB, NEW_RELIC,
    SPLUNK_OBSERVABILITY, SUMO_LOGIC,
)  # fmt: skip
