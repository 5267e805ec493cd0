from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.simulation import InvalidDefinition, UnsupportedFeature
from constructs_lib.simulation.delivery.prefix import Moment, data_prefix, error_prefix
from constructs_lib.simulation.delivery.timestamp import timestamp_formatter
from tests.unit.simulation.pipeline import Store, destination, engine, records

TIME = datetime(2018, 8, 27, 10, 30, 5, 123456, tzinfo=UTC)


def evaluated(template: str, **keys: str) -> str:
    prefix = data_prefix(template, partitioned=bool(keys))
    return prefix.evaluate(Moment(TIME, {("partitionKeyFromQuery", name): value for name, value in keys.items()}))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", "2018/08/27/10/"),
        ("flights/", "flights/2018/08/27/10/"),
        ("flights", "flights2018/08/27/10/"),
        ("!{timestamp:yyyy/MM/dd}", "2018/08/27"),
        ("y=!{timestamp:yyyy}/m=!{timestamp:MM}/", "y=2018/m=08/"),
        ("!{timestamp:'year='yyyy'/it''s'}/", "year=2018/it's/"),
    ],
)
def test_a_prefix_is_evaluated_as_documented(template: str, expected: str) -> None:
    assert evaluated(template) == expected


def test_partition_keys_stand_where_the_prefix_names_them_and_no_date_follows() -> None:
    assert evaluated("c=!{partitionKeyFromQuery:c}/", c="UA") == "c=UA/"


def test_each_random_string_is_new_and_eleven_characters_long() -> None:
    first, second, *_ = evaluated("!{firehose:random-string}/!{firehose:random-string}/").split("/")
    assert re.fullmatch("[A-Za-z0-9]{11}", first)
    assert first != second


@pytest.mark.parametrize(
    ("error_template", "prefix", "expected"),
    [
        ("failed/!{firehose:error-output-type}/", "", "failed/processing-failed/"),
        ("failed/!{timestamp:yyyy}/!{firehose:error-output-type}", "", "failed/2018/processing-failed"),
        ("failed/", "", "failed/processing-failed/2018/08/27/10/"),
        (None, "data/", "data/processing-failed/2018/08/27/10/"),
        (None, "", "processing-failed/2018/08/27/10/"),
    ],
)
def test_an_error_prefix_is_evaluated_as_documented(error_template: str | None, prefix: str, expected: str) -> None:
    assert error_prefix(error_template, prefix).evaluate(Moment(TIME, {}, "processing-failed")) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("yy-M-d", "18-8-27"),
        ("uuuu-DDD", "2018-239"),
        ("MMM/MMMM/MMMMM", "Aug/August/A"),
        ("E/EEEE/EEEEE", "Mon/Monday/M"),
        ("Q/QQ/QQQ/QQQQ", "3/03/Q3/3rd quarter"),
        ("HH:mm:ss.SSS", "10:30:05.123"),
        ("SSSSSSSSS", "123456000"),
        ("h/hh/K/k a", "10/10/10/10 AM"),
        ("X/XX/XXX/x/Z/ZZZZZ", "Z/Z/Z/+00/+0000/Z"),
        ("[yyyy]", "2018"),
        ("''", "'"),
    ],
)
def test_a_timestamp_pattern_is_written_as_java_writes_it(pattern: str, expected: str) -> None:
    assert timestamp_formatter(pattern)(TIME) == expected


@pytest.mark.parametrize(("hour", "expected"), [(0, "12 0 24 AM"), (12, "12 0 12 PM"), (23, "11 11 23 PM")])
def test_hours_of_half_and_whole_days(hour: int, expected: str) -> None:
    assert timestamp_formatter("h K k a")(TIME.replace(hour=hour)) == expected


def test_an_offset_has_the_form_of_its_letters() -> None:
    india = TIME.astimezone(timezone(timedelta(hours=5, minutes=30)))
    newfoundland = TIME.astimezone(timezone(-timedelta(hours=3, minutes=30)))
    assert timestamp_formatter("X XX XXX x Z ZZZZZ")(india) == "+0530 +0530 +05:30 +0530 +0530 +05:30"
    assert timestamp_formatter("X XXX")(newfoundland) == "-0330 -03:30"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("!{timestamp:yyyy", "incomplete expression"),
        ("!{}", "incomplete expression"),
        ("!{date:yyyy}/", "unknown expression"),
        ("!{firehose:uuid}/", "unknown expression"),
        ("!{firehose:error-output-type}/", "use it in ErrorOutputPrefix"),
        ("!{partitionKeyFromQuery:c}/", "DynamicPartitioningConfiguration"),
        ("!{timestamp:'yyyy}/", "open quote"),
        ("!{timestamp:HHH}/", "repeats H"),
    ],
)
def test_a_prefix_that_firehose_refuses_is_refused(template: str, problem: str) -> None:
    with pytest.raises(InvalidDefinition, match=problem):
        data_prefix(template, partitioned=False)


@pytest.mark.parametrize(
    ("error_template", "problem"),
    [
        (None, "required"),
        ("!{timestamp:yyyy}/", "error-output-type"),
        ("!{partitionKeyFromQuery:c}/", "partition keys"),
    ],
)
def test_an_error_prefix_that_firehose_refuses_is_refused(error_template: str | None, problem: str) -> None:
    with pytest.raises(InvalidDefinition, match=problem):
        error_prefix(error_template, "!{timestamp:yyyy}/")


def test_a_letter_that_is_not_simulated_is_named() -> None:
    with pytest.raises(UnsupportedFeature, match="letter w"):
        timestamp_formatter("yyyy-ww")


@given(st.text(max_size=20))
def test_any_timestamp_pattern_is_written_or_refused(pattern: str) -> None:
    try:
        write = timestamp_formatter(pattern)
    except (InvalidDefinition, UnsupportedFeature):
        return
    assert isinstance(write(TIME), str)


def test_the_key_carries_the_oldest_arrival_in_the_destinations_time_zone() -> None:
    store = Store()
    delivery = engine(destination(CustomTimeZone="Asia/Tokyo", FileExtension=".json"), store)
    delivery.accept([*records(b"b", arrival=TIME.timestamp() + 7200), *records(b"a", arrival=TIME.timestamp())])
    delivery.flush()
    (key,) = store.keys_in("lake")
    assert re.fullmatch(r"data/2018/08/27/19/orders-1-2018-08-27-19-30-05-[0-9a-f-]{36}\.json", key)
