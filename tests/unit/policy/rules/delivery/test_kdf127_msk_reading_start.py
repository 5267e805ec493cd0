from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf127 = RuleCase("KDF127")


def reading(start: object) -> str:
    return delivery(MSKSourceConfiguration={"TopicName": "orders", "ReadFromTimestamp": start})


@pytest.mark.parametrize("start", ["EARLIEST", "LATEST", "yesterday", "01/02/2026"])
def test_words_are_found(start: str) -> None:
    kdf127.finds(reading(start))


@pytest.mark.parametrize("start", ["1970-01-01T00:00:00Z", "2026-11-21T08:00:00.5+01:00", "2026-11-21", "1790000000"])
def test_times_pass(start: str) -> None:
    kdf127.passes(reading(start))


def test_a_time_from_a_parameter_is_undecided() -> None:
    kdf127.undecided(reading(UNKNOWN))


def test_reading_new_records_only_does_not_apply() -> None:
    kdf127.passes(delivery(MSKSourceConfiguration={"TopicName": "orders"}))
