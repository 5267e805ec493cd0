from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.mappings import MSK, example
from constructs_lib.policy.rules.mappings.lam037_mapping_pollers import QUEUE

lam037 = RuleCase("LAM037")


def pollers(settings: str) -> str:
    return f"ProvisionedPollerConfig: {{{settings}}}"


def test_a_minimum_above_the_maximum_is_found_on_every_source() -> None:
    for source in (QUEUE, MSK, "!ImportValue it"):
        finding = lam037.finds(example(pollers("MinimumPollers: 3, MaximumPollers: 2"), source=source))
        assert finding.property == "ProvisionedPollerConfig.MinimumPollers"


def test_the_same_number_passes() -> None:
    lam037.passes(example(pollers("MinimumPollers: 2, MaximumPollers: 2"), source=QUEUE))


def test_a_queue_has_two_pollers_at_least() -> None:
    assert lam037.finds(example(pollers("MinimumPollers: 1"), source=QUEUE)).allowed == "at least 2"
    lam037.passes(example(pollers("MinimumPollers: 1"), source=MSK))


def test_a_queue_has_pollers_or_a_maximum_concurrency() -> None:
    both = example(pollers("MinimumPollers: 2"), "ScalingConfig: {MaximumConcurrency: 5}", source=QUEUE)
    assert lam037.finds(both).property == "ScalingConfig.MaximumConcurrency"


def test_a_mapping_without_pollers_passes() -> None:
    lam037.passes(example("ScalingConfig: {MaximumConcurrency: 5}", source=QUEUE))


def test_a_number_that_is_not_known_is_undecided() -> None:
    lam037.undecided(example(pollers("MinimumPollers: !ImportValue least, MaximumPollers: 4"), source=QUEUE))
