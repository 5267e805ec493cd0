"""What the assertions of `constructs_lib.testing` say."""

from __future__ import annotations

from constructs_lib.policy.finding import Severity
from constructs_lib.policy.notices.notice import notice

ALARM, DELIVERY_STREAM = ("AWS::CloudWatch::Alarm",), ("AWS::KinesisFirehose::DeliveryStream",)
READ = "read 2026-11-21"
FIREHOSE = "https://docs.aws.amazon.com/firehose/latest/dev"
TRANSFORMS = f"{FIREHOSE}/data-transformation-status-model.html ({READ})"
FAILURES = f"{FIREHOSE}/data-transformation-failure-handling.html ({READ})"
PARTITIONS = f"{FIREHOSE}/dynamic-partitioning-partitioning-keys.html ({READ})"
CONVERSIONS = f"{FIREHOSE}/record-format-conversion.html ({READ})"
METRICS = f"https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html ({READ})"

CALLED = notice(
    "FIT001",
    "stream-calls-transform",
    "the delivery stream calls a transform",
    resources=DELIVERY_STREAM,
    why="records are delivered as they come in, and the transform never sees one",
    fix="add a processor of type Lambda, and set ProcessingConfiguration.Enabled",
    source=TRANSFORMS,
)
ANSWERED = notice(
    "FIT002",
    "every-record-is-answered",
    "a transform answers every record once, in order",
    resources=DELIVERY_STREAM,
    why="Firehose fails the whole batch and delivers it to the error prefix",
    fix="answer each recordId once, in order; constructs_lib.runtime.transform does",
    source=TRANSFORMS,
)
PROVEN = notice(
    "FIT003",
    "a-sample-is-delivered",
    "a sample is answered Ok",
    resources=DELIVERY_STREAM,
    why="a test in which nothing is delivered proves nothing",
    fix="give samples of events as they come in",
    source=TRANSFORMS,
)
KEYS = notice(
    "FIT004",
    "keys-are-those-of-the-prefix",
    "a transform answers the partition keys that the prefix uses",
    resources=DELIVERY_STREAM,
    why="Firehose delivers a record that lacks a key to the error prefix; a key too many is unused",
    fix="return these keys, or use !{partitionKeyFromLambda:name} for each in the prefix",
    source=PARTITIONS,
)
GROWTH = notice(
    "FIT005",
    "growth-is-declared",
    "a transform answers no more bytes than it declares",
    resources=DELIVERY_STREAM,
    why="a full buffer may then make an answer that Lambda refuses, and the whole batch fails",
    fix="declare the growth in output_growth, or answer less",
    source=FAILURES,
)
SIZE = notice(
    "FIT006",
    "answer-fits-lambda",
    "the answer of a transform fits into that of a function",
    resources=DELIVERY_STREAM,
    why="Lambda refuses the answer, Firehose retries, and then the whole batch fails",
    fix="use constructs_lib.runtime.transform, which keeps to it, or a smaller buffer",
    source=FAILURES,
)
FITS = (CALLED, ANSWERED, PROVEN, KEYS, GROWTH, SIZE)

DELIVERED = notice(
    "DLV001",
    "record-is-delivered",
    "a record is delivered",
    resources=DELIVERY_STREAM,
    why="Firehose puts what fails under the error prefix, where its readers do not look",
    fix="correct the transform or the processors for such records",
    source=FAILURES,
)
KEPT = notice(
    "DLV002",
    "record-is-kept",
    "a record is not dropped",
    resources=DELIVERY_STREAM,
    why="Firehose counts what is dropped as processed, and keeps no copy",
    fix="answer Ok for it, or set may_drop where this is meant",
    source=TRANSFORMS,
)
PLACED = notice(
    "DLV003",
    "record-is-in-its-place",
    "a record arrives where its readers look for it",
    resources=DELIVERY_STREAM,
    why="readers and tables look for it by its key",
    fix="correct the prefix, or the partition keys of the transform or query",
    source=PARTITIONS,
)
PREFIX_KEYS = notice(
    "DLV004",
    "prefix-has-the-keys",
    "the prefix has the partition keys that are asked for",
    resources=DELIVERY_STREAM,
    why="a key that the prefix does not use decides nothing about where a record goes",
    fix="use !{partitionKeyFromLambda:name} in the prefix, or partitionKeyFromQuery",
    source=PARTITIONS,
)
OUTCOME = notice(
    "DLV005",
    "record-has-an-outcome",
    "something becomes of a record",
    resources=DELIVERY_STREAM,
    why="a record of which nothing is left proves nothing",
    fix="give a record that is not empty",
    source=FAILURES,
)
JSON = notice(
    "DLV006",
    "record-is-json",
    "a record is a JSON object where its destination takes nothing else",
    resources=DELIVERY_STREAM,
    why="what converts to Parquet or ORC, and what indexes documents, reads JSON objects and refuses all else",
    fix="let the transform answer one JSON object for each record",
    source=CONVERSIONS,
)
COLUMN = notice(
    "DLV007",
    "members-have-columns",
    "every member of a record has a column in the table that it is converted to",
    severity=Severity.WARNING,
    resources=DELIVERY_STREAM,
    why="what no column takes is not in the Parquet or ORC object (assumed)",
    fix="add the column to the table, leave the member out, or set may_lose_members where this is meant",
    source=CONVERSIONS,
)
TYPE = notice(
    "DLV008",
    "values-have-the-type-of-their-column",
    "the values of a record are of the types of their columns",
    resources=DELIVERY_STREAM,
    why="Firehose cannot convert the record, and puts it under the error prefix",
    fix="correct the type of the column, or what the transform answers",
    source=CONVERSIONS,
)
DELIVERIES = (DELIVERED, KEPT, PLACED, PREFIX_KEYS, OUTCOME, JSON, COLUMN, TYPE)

HEARD = notice(
    "ALM001",
    "alarm-is-heard",
    "an alarm does something when it rings, or stands in a composite alarm that does",
    resources=ALARM,
    why="the alarm changes its state, and nothing follows",
    fix="add an action, or name the alarm in a composite alarm that has one",
    source="botocore 1.44.5 cloudwatch PutMetricAlarm AlarmActions, ActionsEnabled (read 2026-11-21)",
)
REACHED = notice(
    "ALM002",
    "threshold-is-reachable",
    "a metric can pass the threshold of its alarm",
    resources=ALARM,
    why="what should wake somebody stays quiet",
    fix="set a threshold that the metric can pass",
    source=METRICS,
)
ALARMS = (HEARD, REACHED)
