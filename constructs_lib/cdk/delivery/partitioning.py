"""Dynamic partitioning: which keys of a record decide the prefix of its object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration

from constructs_lib.cdk.delivery.processing import processor
from constructs_lib.cdk.tokens import of_seconds, seconds

DEFAULT_RETRY_SECONDS = 300
JQ_ENGINE = "JQ-1.6"
JQ_PATH = re.compile(r"\.[\w.\[\]]*")


@dataclass(frozen=True, kw_only=True)
class PartitionBy:
    """Keys that jq takes out of a JSON record, keys that the transform adds, or both.

    Attributes:
        queries: key to jq expression, as in `PartitionBy.jq`.
        transform_keys: keys in the `partitionKeys` that the transform answers, as in `PartitionBy.transform`.
        retry: for how long Firehose tries again when it cannot evaluate the keys.
    """

    queries: Mapping[str, str] = field(default_factory=dict)
    transform_keys: tuple[str, ...] = ()
    retry: Duration = field(default_factory=lambda: of_seconds(DEFAULT_RETRY_SECONDS))

    @classmethod
    def jq(cls, queries: Mapping[str, str]) -> PartitionBy:
        """Take keys out of JSON records: `{"carrier": ".carrier"}`."""
        return cls(queries=dict(queries))

    @classmethod
    def transform(cls, *keys: str) -> PartitionBy:
        """Use the keys that the transform adds to each record."""
        return cls(transform_keys=keys)

    def properties(self) -> dict[str, Any]:
        """Give `DynamicPartitioningConfiguration` in CloudFormation's casing."""
        retry = seconds(self.retry, "destination.partition_by.retry")
        return {"Enabled": True, "RetryOptions": {"DurationInSeconds": retry}}

    def processors(self) -> list[dict[str, Any]]:
        """Give the processor that evaluates the jq expressions, if there are any."""
        return metadata_extraction(self.queries)

    def prefix(self) -> str:
        """Give the prefix that names every key, in the manner of Hive: `carrier=…/day=…/`."""
        from_query = [(key, "partitionKeyFromQuery") for key in self.queries]
        from_transform = [(key, "partitionKeyFromLambda") for key in self.transform_keys]
        return "".join(f"{key}=!{{{namespace}:{key}}}/" for key, namespace in from_query + from_transform)


def metadata_extraction(queries: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the processor that takes values out of JSON records; none without a query.

    Args:
        queries: name of the value to jq expression.
    """
    if not queries:
        return []
    fields = ",".join(f"{name}:{_term(query)}" for name, query in queries.items())
    parameters = {"MetadataExtractionQuery": f"{{{fields}}}", "JsonParsingEngine": JQ_ENGINE}
    return [processor("MetadataExtraction", parameters)]


def _term(query: str) -> str:
    """Put an expression in parentheses where an object of jq takes a term only."""
    return query if JQ_PATH.fullmatch(query) else f"({query})"
