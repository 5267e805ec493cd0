"""What happens to a record before the transform: decompression, log messages, de-aggregation."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.item import FailedItem, Failure, Item
from constructs_lib.simulation.delivery.properties import base64_parameter, flag, parameter
from constructs_lib.simulation.errors import InvalidDefinition
from constructs_lib.simulation.ports import SourceRecord, Unpack

DECOMPRESSION_FAILED = "decompression-failed"
DECOMPRESSION_CODE = "Decompression.Failed"  # assumed: the guide names the error output type, not the code
JSON_SPACE = " \t\r\n"

Prepared = Item | FailedItem
Split = Callable[[bytes], list[bytes]]


class Preparation:
    """Turns a source record into the records that the transform gets.

    Args:
        processors: of the delivery stream, by type.
        clock: epoch seconds.
        unpack: takes apart what the Kinesis Producer Library packed, which Firehose does before everything else.
    """

    def __init__(
        self, processors: Mapping[str, Mapping[str, str]], clock: Callable[[], float], unpack: Unpack | None
    ) -> None:
        self._clock = clock
        self._unpack = unpack
        self._decompress = "Decompression" in processors
        self._messages = False
        self._split: Split | None = None
        if self._decompress:
            check_decompression(processors["Decompression"])
        if "CloudWatchLogProcessing" in processors:
            if not self._decompress:
                raise InvalidDefinition("CloudWatchLogProcessing needs a Decompression processor; add one")
            of = "CloudWatchLogProcessing"
            self._messages = flag(parameter(processors[of], "DataMessageExtraction", of))
        if "RecordDeAggregation" in processors:
            self._split = splitter(processors["RecordDeAggregation"])

    @property
    def idle(self) -> bool:
        """Records go through as they are."""
        return not self._decompress and self._split is None and self._unpack is None

    def prepare(self, record: SourceRecord) -> list[Prepared]:
        """Prepare one source record.

        Returns:
            Its parts; none where message extraction leaves nothing.
        """
        if self._unpack is None or record.sequence_number is None:
            return self._prepare(record)
        return [part for each in self._unpack(record) for part in self._prepare(each)]

    def _prepare(self, record: SourceRecord) -> list[Prepared]:
        data: bytes | None = record.data
        if self._decompress:
            try:
                data = gzip.decompress(record.data)
            except (OSError, EOFError, zlib.error) as error:
                item = Item(record, record.data, record.data)
                failure = Failure(DECOMPRESSION_FAILED, DECOMPRESSION_CODE, str(error), self._clock())
                return [FailedItem(item, failure)]
        if self._messages and data is not None:
            data = log_messages(data)
        if data is None:
            return []
        parts = self._split(data) if self._split else [data]
        if len(parts) == 1:
            return [Item(record, record.data, data)]
        return [Item(record, part, part) for part in parts]


def check_decompression(processor: Mapping[str, str]) -> None:
    """Refuse a compression format that Firehose cannot decompress."""
    known = limit("firehose-processor-decompression-format").allowed
    given = parameter(processor, "CompressionFormat", "Decompression")
    if given not in known:
        raise InvalidDefinition(f"CompressionFormat {given} of processor Decompression does not exist; use {known[0]}")


def log_messages(data: bytes) -> bytes | None:
    """Extract the messages of a CloudWatch Logs document, one per line.

    Returns:
        None for a control message (assumed to be left out). A document of another shape stays as it is (assumed).
    """
    try:
        document: Any = json.loads(data)
    except ValueError:
        return data
    if not isinstance(document, dict):
        return data
    if document.get("messageType") == "CONTROL_MESSAGE":
        return None
    events = document.get("logEvents")
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        return data
    return "\n".join(str(event.get("message", "")) for event in events).encode()


def splitter(processor: Mapping[str, str]) -> Split:
    """Make the function that splits a record by `SubRecordType`.

    A record that cannot be split, or has more parts than Firehose splits, goes on in one piece.
    """
    most = int(limit("firehose-deaggregation-count").high)
    kind = parameter(processor, "SubRecordType", "RecordDeAggregation")
    known = limit("firehose-processor-subrecord-type").allowed
    if kind not in known:
        raise InvalidDefinition(f"SubRecordType {kind} does not exist; use one of {', '.join(map(str, known))}")
    if kind == "JSON":
        parse: Split = json_documents
    else:
        delimiter = base64_parameter(processor, "Delimiter", "RecordDeAggregation")
        if not delimiter:
            raise InvalidDefinition(
                "Delimiter of processor RecordDeAggregation is empty; encode at least one character"
            )

        def parse(data: bytes) -> list[bytes]:
            return [part for part in data.split(delimiter) if part]

    def split(data: bytes) -> list[bytes]:
        parts = parse(data)
        return parts if 1 < len(parts) <= most else [data]

    return split


def json_documents(data: bytes) -> list[bytes]:
    """Split consecutive JSON documents, with or without white space between them."""
    try:
        return [part.encode() for part in documents(data.decode())]
    except ValueError:
        return [data]


def documents(text: str) -> Iterator[str]:
    """Walk over the documents of a text.

    Raises:
        ValueError: something in it is not JSON.
    """
    decode = json.JSONDecoder().raw_decode
    position = 0
    while position < len(text):
        if text[position] in JSON_SPACE:
            position += 1
            continue
        _, end = decode(text, position)
        yield text[position:end]
        position = end
