"""How sensitive the alarms of a spec are, and whom they tell: what `AlarmSettings` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.spec.destinations import DESTINATIONS
from constructs_lib.spec.keywords import Form, Forms, arn, flag, mapping, several
from constructs_lib.spec.names import MONITORING
from constructs_lib.spec.part import MADE, Part, Settings, present
from constructs_lib.spec.units import SHORT

DEFAULT_PERIOD_SECONDS = 300
DEFAULT_PERIODS = 3
METRICS = (
    "GetRecords.IteratorAgeMilliseconds",
    "PutRecord.Success",
    "PutRecords.FailedRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
    "SubscribeToShardEvent.MillisBehindLatest",
    "IteratorAge",
    "Errors",
    "DestinationDeliveryFailures",
    "ApproximateNumberOfMessagesVisible",
    "KinesisMillisBehindLatest",
    "ThrottledGetRecords",
    "DataReadFromSource.Backpressured",
    "ThrottledRecords",
    "BytesPerSecondLimit",
    "RecordsPerSecondLimit",
    "PutRequestsPerSecondLimit",
    "ExecuteProcessing.Success",
    "OutputDecompressedRecords.Failed",
    "PartitionCountExceeded",
    "FailedConversion.Records",
    "BackupToS3.DataFreshness",
    "DeliveryToS3.FailedRecordCount",
    "downtime",
    "fullRestarts",
    "numRestarts",
    "numberOfFailedCheckpoints",
    *(
        f"{each.metrics}.{name}"
        for each in DESTINATIONS.values()
        for name in ("DataFreshness", "Success", *each.faults)
    ),
)
"""What the alarms of the constructs look at."""
STREAMS = "AWS/Kinesis"
SHARES = {
    "lagShare": "Of the time after which records are lost or given up, how much a reader may be behind; 0.5",
    "successShare": "Of attempts to deliver or to transform, how many must succeed; 0.95",
    "quotaShare": "Of what Firehose takes from producers, how much may be used; 0.8",
}


def form(forms: Forms) -> Form:
    """The form of alarms."""
    shares = {
        name: {"description": f"{text} unless given.", "type": "number", "exclusiveMinimum": 0, "maximum": 1}
        for name, text in SHARES.items()
    }
    settings = mapping(
        {
            "targets": several(arn("sns", "A topic."), "Topics that are told."),
            "composite": flag("One alarm for the whole pipeline, which tells; true unless given."),
            "without": several({"description": "A metric.", "enum": list(METRICS)}, "Metrics that raise no alarm."),
            **shares,
            "freshnessMargin": forms.quantity(
                SHORT, None, "How much later than buffers and retries allow a record may come; 300 s unless given."
            ),
            "period": forms.quantity(SHORT, None, f"Over which metrics are looked at; {DEFAULT_PERIOD_SECONDS} s."),
            "periods": {
                "description": "For how many in a row something must be wrong that may heal by itself; "
                f"{DEFAULT_PERIODS} unless given.",
                "type": "integer",
                "minimum": 1,
            },
            "dashboard": flag("Define a dashboard; true unless given."),
            "dashboardName": forms.text("CloudFormation makes one unless given."),
        },
        "How sensitive they are, and whom they tell.",
    )
    return {
        "description": "Alarms and a dashboard; defined unless false.",
        "anyOf": [{"type": "boolean"}, settings],
    }


def alarm_parts(written: Any) -> Iterator[Part]:
    """Make the definition of an alarm of this period, in the place of all that the constructs define."""
    if not isinstance(written, Mapping) or not {"period", "periods"} & set(written):
        return
    given = Settings(written)
    properties = {
        "Period": given.amount("period", SHORT, DEFAULT_PERIOD_SECONDS),
        "EvaluationPeriods": given.get("periods", DEFAULT_PERIODS),
        "Namespace": STREAMS,
        **dict.fromkeys(("MetricName", "Dimensions", "Statistic", "ComparisonOperator"), MADE),
        **dict.fromkeys(("Threshold", "TreatMissingData"), MADE),
    }
    arguments = {"Period": "period", "EvaluationPeriods": "periods"}
    yield Part(Definition(MONITORING, "AWS::CloudWatch::Alarm", present(properties), arguments=arguments), ("alarms",))
