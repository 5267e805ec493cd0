from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.mappings.lam042_mapping_filter_image_of_table import READ, TABLE

lam042 = RuleCase("LAM042")


@pytest.mark.parametrize("view", ["KEYS_ONLY", "OLD_IMAGE"])
def test_an_image_that_the_stream_does_not_carry_is_found(view: str) -> None:
    finding = lam042.finds(READ + TABLE.format(view=view))
    assert finding.property == "FilterCriteria.Filters.0.Pattern"
    lam042.finds((READ + TABLE.format(view="NEW_IMAGE")).replace('"NewImage"', '"OldImage"'))


@pytest.mark.parametrize("view", ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"])
def test_an_image_that_the_stream_carries_passes(view: str) -> None:
    lam042.passes(READ + TABLE.format(view=view))


def test_keys_and_the_absence_of_an_image_pass() -> None:
    lam042.passes((READ + TABLE.format(view="KEYS_ONLY")).replace('"NewImage"', '"Keys"'))
    absent = (READ + TABLE.format(view="KEYS_ONLY")).replace('{"state": {"S": ["open"]}}', '[{"exists": false}]')
    lam042.passes(absent)


def test_a_stream_of_kinesis_does_not_apply() -> None:
    lam042.passes((READ + TABLE.format(view="KEYS_ONLY")).replace("!GetAtt Items.StreamArn", "!GetAtt Orders.Arn"))


def test_a_view_type_that_is_not_known_is_undecided() -> None:
    lam042.undecided(READ + TABLE.format(view="!ImportValue view"))
