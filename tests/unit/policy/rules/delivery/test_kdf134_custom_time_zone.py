from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, s3

kdf134 = RuleCase("KDF134")


@pytest.mark.parametrize("zone", ["Europe/Munich", "europe/berlin", "EST", "Asia/Kolkata", "Etc/UTC"])
def test_zones_that_the_service_does_not_list_are_found(zone: str) -> None:
    kdf134.finds(s3(CustomTimeZone=zone))


def test_a_near_zone_is_offered() -> None:
    assert "Europe/Berlin" in (kdf134.finds(s3(CustomTimeZone="Europe/Berlim")).allowed or "")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Calcutta", "America/Port-au-Prince", ""])
def test_zones_of_the_list_pass(zone: str) -> None:
    kdf134.passes(s3(CustomTimeZone=zone))


def test_without_a_zone_or_with_text_that_a_bound_refuses_it_does_not_apply() -> None:
    kdf134.passes(s3())
    kdf134.passes(s3(CustomTimeZone="+09:00"))


def test_a_zone_that_a_parameter_holds_is_undecided() -> None:
    kdf134.undecided(s3(CustomTimeZone=UNKNOWN))
