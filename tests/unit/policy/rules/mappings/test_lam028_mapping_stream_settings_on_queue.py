from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.rules.mappings.lam028_mapping_stream_settings_on_queue import OF_STREAMS

lam028 = RuleCase("LAM028")
QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


@pytest.mark.parametrize("setting", OF_STREAMS)
def test_a_setting_of_streams_is_found_on_a_queue(setting: str) -> None:
    assert lam028.finds(example(f"{setting}: !ImportValue it", source=QUEUE)).property == setting


def test_an_event_of_a_sam_function_is_a_mapping() -> None:
    lam028.finds(sam("ParallelizationFactor: 2", type="SQS", source="Queue: !ImportValue jobs"))


def test_a_stream_may_have_them() -> None:
    lam028.passes(example("ParallelizationFactor: 2", "StartingPosition: LATEST"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam028.undecided(example("ParallelizationFactor: 2", source="!ImportValue orders"))


def test_a_queue_bisects_nothing() -> None:
    lam028.finds(example("BisectBatchOnFunctionError: true", source=QUEUE))
    lam028.passes(example("BisectBatchOnFunctionError: false", source=QUEUE))
