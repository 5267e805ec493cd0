"""A function that reads a stream beside its other readers, sharing their throughput."""

from __future__ import annotations

from constructs_lib.cdk.consumers.function_consumer import READ_ACTIONS, FunctionConsumer, MappingSource
from constructs_lib.graph import Definition, Reference


class PollingConsumer(FunctionConsumer):
    """Feed a function from a stream without a registered consumer: Lambda polls each shard, at no price of its own.

    All polling readers of a stream share the throughput of its shards; a `FanOutConsumer` has its own.

    Example:
        >>> PollingConsumer(self, "Archive", stream=stream, function=archive)  # doctest: +SKIP
    """

    def _source(self, stream: Definition | None) -> MappingSource:
        arn = self.stream.stream_arn
        return MappingSource(
            arn=arn,
            actions=READ_ACTIONS,
            context=(stream,),
            references={arn: Reference(stream.id, "Arn")} if stream else {},
        )
