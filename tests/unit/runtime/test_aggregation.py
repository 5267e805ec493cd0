from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime.aggregation import MAGIC, UserRecord, aggregate, user_records

records = st.lists(
    st.builds(
        UserRecord,
        st.binary(max_size=300),
        st.text(max_size=20).filter(lambda key: key.isprintable()),
        st.none() | st.integers(0, 2**128 - 1).map(str),
    ),
    min_size=1,
    max_size=200,
)

# Written out by hand from the published format:
# https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
# and from the wire format, https://protobuf.dev/programming-guides/encoding/
MESSAGE = bytes.fromhex(
    "0a 01 61"  # partition_key_table: "a"
    "0a 02 c3a9"  # partition_key_table: "é"
    "12 02 3432"  # explicit_hash_key_table: "42"
    "1a 07 08 00 1a 03 6f6e65"  # records: partition key 0, data "one"
    "1a 09 08 01 10 00 1a 03 74776f"  # records: partition key 1, hash key 0, data "two"
)
GOLDEN = bytes.fromhex("f3899ac2") + MESSAGE + bytes.fromhex("8a3ef32537d62f169cd8cb60b373d195")
USER_RECORDS = [UserRecord(b"one", "a"), UserRecord(b"two", "é", "42")]


def sealed(message: bytes) -> bytes:
    return MAGIC + message + hashlib.md5(message, usedforsecurity=False).digest()


def test_bytes_written_by_hand_from_the_published_format_are_read_and_written():
    assert user_records(GOLDEN, "outer") == USER_RECORDS
    assert aggregate(USER_RECORDS) == GOLDEN


@given(records)
def test_what_was_packed_comes_out_again_in_order(packed):
    assert user_records(aggregate(packed), "outer") == packed


@given(st.binary(max_size=200))
def test_foreign_bytes_are_one_plain_record(data):
    assert user_records(data, "outer") == [UserRecord(data, "outer")]


@given(records, st.data())
def test_a_record_cut_off_anywhere_is_one_plain_record(packed, choice):
    whole = aggregate(packed)
    cut = whole[: choice.draw(st.integers(0, len(whole) - 1))]
    assert user_records(cut, "outer") == [UserRecord(cut, "outer")]


@given(st.binary(max_size=60))
def test_a_sealed_message_of_any_bytes_never_raises(message):
    assert isinstance(user_records(sealed(message), "outer"), list)


@pytest.mark.parametrize(
    "message",
    [
        "1a 05 08 00 1a 01 61",
        "0a 01 61 1a 02 08 00",
        "0a 01 ff 1a 05 08 00 1a 01 61",
        "0a 05 61",
        "0b",
        "08 01 18 01",
        "0a",
    ],
    ids=["no such key", "no data", "key not UTF-8", "field cut off", "group", "number for a record", "number cut off"],
)
def test_a_sealed_message_of_another_shape_is_one_plain_record(message: str):
    data = sealed(bytes.fromhex(message))
    assert user_records(data, "outer") == [UserRecord(data, "outer")]


def test_a_message_without_records_is_kept_as_a_plain_record():
    data = aggregate([])
    assert user_records(data, "outer") == [UserRecord(data, "outer")]


@pytest.mark.parametrize("extra", ["20 96 01", "21 0000000000000000", "25 00000000", "22 02 6869"])
def test_fields_of_a_later_version_are_passed_over(extra: str):
    assert user_records(sealed(MESSAGE + bytes.fromhex(extra)), "outer") == USER_RECORDS


def test_tags_are_passed_over():
    body = bytes.fromhex("08 00 1a 01 78 22 03 0a 01 74")
    message = bytes.fromhex("0a 01 61 1a") + bytes([len(body)]) + body
    assert user_records(sealed(message), "outer") == [UserRecord(b"x", "a")]
