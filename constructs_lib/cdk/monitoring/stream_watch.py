"""What is watched of a data stream."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_kinesis as kinesis

from constructs_lib.cdk.consumers import PollingConsumer
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.monitoring.lag import longest_lag
from constructs_lib.cdk.monitoring.settings import AlarmSettings
from constructs_lib.cdk.monitoring.watch import AVERAGE, BELOW, KINESIS, MAXIMUM, SUM, Measure, Watch, Watched
from constructs_lib.graph import Reference


def watch_stream(stream: kinesis.IStream, readers: Iterable[PollingConsumer], settings: AlarmSettings) -> Watched:
    """Say what is watched of a stream.

    Args:
        stream: any stream.
        readers: the polling consumers of the pipeline that read it.
        settings: how sensitive.

    Source: Kinesis Data Streams Developer Guide, "Monitor the Amazon Kinesis Data Streams service with CloudWatch".
    """
    definition = describe(stream)
    stream_name, name = stream.stream_name, stream.node.id

    def measure(metric: str, statistic: str) -> Measure:
        return Measure(namespace=KINESIS, name=metric, dimensions={"StreamName": stream_name}, statistic=statistic)

    age = measure("GetRecords.IteratorAgeMilliseconds", MAXIMUM)
    written, read = (measure(f"{kind}ProvisionedThroughputExceeded", SUM) for kind in ("Write", "Read"))
    failed, put = measure("PutRecords.FailedRecords", SUM), measure("PutRecord.Success", AVERAGE)
    lag = longest_lag(definition, (reader.definition for reader in readers), settings.lag_share)
    return Watched(
        title=f"stream {name}",
        watches=(
            Watch(
                id=f"{name}IteratorAge",
                measure=age,
                threshold=lag,
                heals=False,
                why=f"a reader is behind by {settings.lag_share:.0%} of the time after which records are lost: find "
                "the slow reader, then give it more shards, a larger batch or a consumer of its own",
            ),
            Watch(
                id=f"{name}WriteThrottles",
                measure=written,
                threshold=0,
                why="producers are refused again and again: look for a hot partition key, then add shards",
            ),
            Watch(
                id=f"{name}ReadThrottles",
                measure=read,
                threshold=0,
                why="readers are refused again and again: too many share the stream; register consumers of their own",
            ),
            Watch(
                id=f"{name}PutFailures",
                measure=failed,
                threshold=0,
                why="Kinesis fails to store records again and again; producers must send those again",
            ),
            Watch(
                id=f"{name}PutSuccess",
                measure=put,
                threshold=settings.success_share,
                comparison=BELOW,
                why="single puts fail: look at the permissions and the key of the producers",
            ),
        ),
        graphs={
            "records and bytes in": (measure("IncomingRecords", SUM), measure("IncomingBytes", SUM)),
            "age of the last record read": (age,),
            "refused and failed": (written, read, failed),
        },
        context=(definition,) if definition else (),
        references={stream_name: Reference(definition.id)} if definition else {},
    )
