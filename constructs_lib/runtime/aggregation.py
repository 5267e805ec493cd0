"""The format in which the Kinesis Producer Library packs many user records into one Kinesis record.

Four magic bytes, a protobuf message in the proto2 wire format, and the MD5 of that message:

    message AggregatedRecord {
      repeated string partition_key_table     = 1;
      repeated string explicit_hash_key_table = 2;
      repeated Record records                 = 3;
    }
    message Record {
      required uint64 partition_key_index     = 1;
      optional uint64 explicit_hash_key_index = 2;
      required bytes  data                    = 3;
      repeated Tag    tags                    = 4;
    }

Source: https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAGIC = b"\xf3\x89\x9a\xc2"
CHECKSUM_BYTES = 16
PARTITION_KEYS, HASH_KEYS, RECORDS = 1, 2, 3
PARTITION_KEY_INDEX, HASH_KEY_INDEX, DATA = 1, 2, 3
VARINT, FIXED64, LENGTH_DELIMITED, FIXED32 = 0, 1, 2, 5
FIXED_BYTES = {FIXED64: 8, FIXED32: 4}
VARINT_BITS = 64


class NotAggregated(ValueError):
    """Bytes that begin like an aggregated record and are none."""


@dataclass(frozen=True, slots=True)
class UserRecord:
    """One record as the producer's user put it.

    Attributes:
        data: the payload.
        partition_key: the user's own, which may differ from that of the Kinesis record around it.
        explicit_hash_key: a decimal number, where one was given.
    """

    data: bytes
    partition_key: str
    explicit_hash_key: str | None = None


def aggregate(records: Iterable[UserRecord]) -> bytes:
    """Pack user records into the data of one Kinesis record.

    The caller chooses the partition key of the Kinesis record, and keeps to records of one shard and to the size of a
    record.

    Example:
        >>> packed = aggregate([UserRecord(b"one", "a"), UserRecord(b"two", "b")])
        >>> [record.data for record in user_records(packed, "a")]
        [b'one', b'two']
    """
    partition_keys: dict[str, int] = {}
    hash_keys: dict[str, int] = {}
    packed = bytearray()
    for record in records:
        index = partition_keys.setdefault(record.partition_key, len(partition_keys))
        body = varint(PARTITION_KEY_INDEX << 3 | VARINT) + varint(index)
        if record.explicit_hash_key is not None:
            index = hash_keys.setdefault(record.explicit_hash_key, len(hash_keys))
            body += varint(HASH_KEY_INDEX << 3 | VARINT) + varint(index)
        packed += field(RECORDS, body + field(DATA, record.data))
    tables = b"".join(field(PARTITION_KEYS, key.encode()) for key in partition_keys)
    tables += b"".join(field(HASH_KEYS, key.encode()) for key in hash_keys)
    message = tables + bytes(packed)
    return MAGIC + message + checksum(message)


def user_records(data: bytes, partition_key: str) -> list[UserRecord]:
    """Unpack the data of a Kinesis record.

    Args:
        data: the record's bytes, aggregated or not.
        partition_key: that of the Kinesis record, which a plain record keeps.

    Returns:
        The user records in the order they were put. Bytes that lack the magic number or the right checksum, or whose
        message cannot be read, are one plain record, as the Kinesis Client Library treats them.
    """
    if data.startswith(MAGIC) and len(data) >= len(MAGIC) + CHECKSUM_BYTES:
        message = data[len(MAGIC) : -CHECKSUM_BYTES]
        if checksum(message) == data[-CHECKSUM_BYTES:]:
            try:
                return read_message(message)
            except ValueError:
                pass
    return [UserRecord(data, partition_key)]


def read_message(message: bytes) -> list[UserRecord]:
    """Read an `AggregatedRecord`.

    Raises:
        NotAggregated: the message is cut off, empty, of another type, or points outside its tables.
        UnicodeDecodeError: a key is not UTF-8.
    """
    partition_keys: list[str] = []
    hash_keys: list[str] = []
    bodies: list[bytes] = []
    for number, value in fields(message):
        if number in {PARTITION_KEYS, HASH_KEYS, RECORDS}:
            if not isinstance(value, bytes):
                raise NotAggregated(f"field {number} of the message is a number")
            if number == RECORDS:
                bodies.append(value)
            else:
                (partition_keys if number == PARTITION_KEYS else hash_keys).append(value.decode())
    if not bodies:
        raise NotAggregated("the message holds no records")
    return [read_record(body, partition_keys, hash_keys) for body in bodies]


def read_record(body: bytes, partition_keys: list[str], hash_keys: list[str]) -> UserRecord:
    """Read a `Record`, and look its keys up."""
    found = dict(fields(body))
    data = found.get(DATA)
    if not isinstance(data, bytes):
        raise NotAggregated("a record has no data")
    partition_key = entry(partition_keys, found.get(PARTITION_KEY_INDEX))
    return UserRecord(data, partition_key, entry(hash_keys, found[HASH_KEY_INDEX]) if HASH_KEY_INDEX in found else None)


def entry(table: list[str], index: int | bytes | None) -> str:
    """Look an index up in a table of keys."""
    if not isinstance(index, int) or index >= len(table):
        raise NotAggregated(f"a record points to key {index!r} of {len(table)}")
    return table[index]


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Walk over a message in the protobuf wire format.

    Yields:
        The number of each field with its value: an int for a varint, bytes for all else.
    """
    position, end = 0, len(message)
    while position < end:
        tag, position = read_varint(message, position)
        kind = tag & 7
        if kind == VARINT:
            value, position = read_varint(message, position)
            yield tag >> 3, value
            continue
        if kind == LENGTH_DELIMITED:
            size, position = read_varint(message, position)
        elif kind in FIXED_BYTES:
            size = FIXED_BYTES[kind]
        else:
            raise NotAggregated(f"wire type {kind} is not in use")
        if position + size > end:
            raise NotAggregated("the message ends within a field")
        yield tag >> 3, message[position : position + size]
        position += size


def read_varint(message: bytes, position: int) -> tuple[int, int]:
    """Read a varint.

    Returns:
        Its value and the position after it.
    """
    value = 0
    for shift in range(0, VARINT_BITS, 7):
        if position >= len(message):
            raise NotAggregated("the message ends within a number")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise NotAggregated("a number is longer than 64 bits")


def varint(value: int) -> bytes:
    """Write a varint."""
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def field(number: int, value: bytes) -> bytes:
    """Write a length-delimited field."""
    return varint(number << 3 | LENGTH_DELIMITED) + varint(len(value)) + value


def checksum(message: bytes) -> bytes:
    """Compute the trailer."""
    import hashlib  # a cold start pays only for what it uses

    return hashlib.md5(message, usedforsecurity=False).digest()
