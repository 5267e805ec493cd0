"""Dynamic partitioning: the keys of a record, from a jq query and from the transform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.item import Item
from constructs_lib.simulation.delivery.prefix import FROM_LAMBDA, FROM_QUERY
from constructs_lib.simulation.delivery.properties import parameter
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature

EXTRACTION_FAILED = "metadata-extraction-failed"
EXTRACTION_CODE = "DynamicPartitioning.MetadataExtractionFailed"
TOO_MANY = "activePartitionExceeded"
TOO_MANY_CODE = "DynamicPartitioning.ActivePartitionExceeded"  # assumed: the guide names the error prefix only
TOO_MANY_MESSAGE = "The number of active partitions of the Firehose stream is exceeded."  # assumed
NOT_JSON = "Non JSON record provided"
EMPTY_KEY = "partitionKeys values must not be null or empty"
NOT_AN_OBJECT = "The query must return one object of partition keys"  # assumed


class NoPartition(Exception):
    """A record has no partition; the message is the `errorMessage` of its error object."""


class Partitioning:
    """Finds the partition of a record.

    Args:
        processors: the delivery stream's processors.
        needed: the keys that the prefix uses, as (namespace, name).

    Raises:
        InvalidDefinition: the jq query cannot be compiled, or nothing supplies a key.
    """

    def __init__(self, processors: Mapping[str, Mapping[str, str]], needed: Sequence[tuple[str, str]]) -> None:
        self._names = {space: [name for each, name in needed if each == space] for space in (FROM_QUERY, FROM_LAMBDA)}
        self._program: Any = None
        if "MetadataExtraction" in processors:
            self._program = compiled(processors["MetadataExtraction"])
        elif self._names[FROM_QUERY]:
            raise InvalidDefinition("Prefix uses partitionKeyFromQuery; add a MetadataExtraction processor")
        if self._names[FROM_LAMBDA] and "Lambda" not in processors:
            raise InvalidDefinition("Prefix uses partitionKeyFromLambda; add a Lambda processor")

    def keys(self, item: Item) -> dict[tuple[str, str], str]:
        """Find the keys of one record.

        Raises:
            NoPartition: a key is missing, null, empty or not a scalar, or the record is not JSON.
        """
        found = {(FROM_LAMBDA, name): key_text(item.function_keys.get(name)) for name in self._names[FROM_LAMBDA]}
        if self._program is not None:
            extracted = {name: key_text(value) for name, value in self._extract(item.data).items()}
            for name in self._names[FROM_QUERY]:
                if name not in extracted:
                    raise NoPartition(EMPTY_KEY)
                found[FROM_QUERY, name] = extracted[name]
        return found

    def _extract(self, data: bytes) -> Mapping[str, Any]:
        try:
            results = self._program.input_text(data.decode()).all()
        except ValueError as error:
            raise NoPartition(str(error) if is_query_error(error) else NOT_JSON) from None
        if len(results) != 1:
            raise NoPartition(NOT_JSON)
        if not isinstance(results[0], dict):
            raise NoPartition(NOT_AN_OBJECT)
        return results[0]


def compiled(processor: Mapping[str, str]) -> Any:
    """Compile the query of a MetadataExtraction processor.

    Firehose runs jq 1.6; this runs the version that the `jq` package brings.
    """
    try:
        import jq
    except ImportError:
        raise UnsupportedFeature("MetadataExtraction needs the jq package; install jq") from None
    of = "MetadataExtraction"
    engine = parameter(processor, "JsonParsingEngine", of)
    known = limit("firehose-processor-jq-engine").allowed
    if engine not in known:
        raise InvalidDefinition(f"JsonParsingEngine {engine} does not exist; use {known[0]}")
    query = parameter(processor, "MetadataExtractionQuery", of)
    try:
        return jq.compile(query)
    except ValueError as error:
        raise InvalidDefinition(f"MetadataExtractionQuery {query} is not a jq program: {error}") from None


def is_query_error(error: ValueError) -> bool:
    """Tell an error of the query apart from a record that is not JSON."""
    return not isinstance(error, UnicodeDecodeError) and not str(error).startswith("parse error")


def key_text(value: object) -> str:
    """Write a key's value as the prefix takes it.

    Raises:
        NoPartition: it is null, empty or not a scalar.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str) or not value:
        raise NoPartition(EMPTY_KEY)
    return value
