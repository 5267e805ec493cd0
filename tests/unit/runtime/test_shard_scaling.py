from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime.shard_scaling import SECONDS_PER_DAY, Action, Bounds, Load, decide

MIB = 1024 * 1024
NOW = 1_800_000_000.0
BOUNDS = Bounds(minimum=2, maximum=64, high=0.8, target=0.6, low=0.3, cooldown=300, rest=3600)
QUIET = Load(bytes_per_second=0, records_per_second=0)


def mib(number, **more):
    return Load(bytes_per_second=number * MIB, records_per_second=0, **more)


def decided(shards=4, now=QUIET, lately=None, active=True, changes=(), bounds=BOUNDS):
    return decide(shards=shards, active=active, now=now, lately=lately or now, changes=changes, time=NOW, bounds=bounds)


def test_a_load_that_fits_changes_nothing():
    assert decided(now=mib(2.4)).action is Action.KEEP


def test_more_bytes_than_the_high_share_get_shards_for_the_target_share():
    decision = decided(now=mib(3.6))
    assert (decision.action, decision.target) == (Action.SCALE, 6)


def test_records_count_as_bytes_do():
    assert decided(now=Load(bytes_per_second=0, records_per_second=3600)).target == 6


def test_shards_are_added_in_quarters_of_their_number_which_is_quicker():
    assert decided(shards=8, now=mib(6.5)).target == 12


def test_a_sudden_load_never_gets_more_than_double():
    assert decided(now=mib(40)).target == 8


def test_refused_records_get_shards_even_where_the_minute_seems_to_fit():
    assert decided(now=mib(2.8, throttled=7)).action is Action.SCALE


def test_refused_records_of_a_stream_that_is_not_full_point_to_a_hot_key():
    assert decided(now=mib(1, throttled=7)).action is Action.HOT


def test_one_shard_cannot_be_uneven():
    assert decided(shards=1, now=mib(0.4, throttled=1), bounds=BOUNDS).target == 2


def test_shard_metrics_tell_a_hot_shard_from_bursts_of_all():
    assert decided(now=mib(1.2, throttled=7, shard_shares=[0.95, 0.1, 0.1, 0.05])).action is Action.HOT
    assert decided(now=mib(1.2, throttled=7, shard_shares=[0.3, 0.3, 0.3, 0.3])).action is Action.SCALE


def test_a_full_stream_gets_shards_although_one_shard_is_hot():
    assert decided(now=mib(3.6, throttled=7, shard_shares=[1, 0.3, 0.3, 0.2])).action is Action.SCALE


def test_shards_are_taken_away_one_quarter_at_a_time():
    assert decided(shards=16).target == 12
    assert decided(shards=3).target == 2


def test_shards_stay_when_they_were_needed_within_the_hour():
    assert decided(shards=16, now=QUIET, lately=mib(8)).action is Action.KEEP
    assert decided(shards=16, now=QUIET, lately=mib(1, throttled=1)).action is Action.KEEP


def test_taking_away_leaves_room_for_the_busiest_minute_of_the_hour():
    assert decided(shards=16, lately=mib(4.5)).target == 12
    assert decided(shards=12, lately=mib(3.5), now=QUIET).target == 9


def test_the_minimum_is_kept_and_restored():
    assert decided(shards=2).action is Action.KEEP
    assert decided(shards=1).target == 2


def test_the_maximum_is_kept_and_restored():
    assert decided(shards=64, now=mib(60)).action is Action.BLOCKED
    assert decided(shards=100, now=mib(50)).target == 64
    assert decided(shards=40, now=mib(40)).target == 64


def test_a_stream_that_is_being_changed_is_left_alone():
    assert decided(now=mib(40), active=False).action is Action.WAIT


def test_after_a_change_adding_waits_for_minutes_and_taking_away_for_an_hour():
    assert decided(now=mib(40), changes=[NOW - 299]).action is Action.WAIT
    assert decided(now=mib(40), changes=[NOW - 300]).action is Action.SCALE
    assert decided(shards=16, changes=[NOW - 3599]).action is Action.WAIT
    assert decided(shards=16, changes=[NOW - 3600]).action is Action.SCALE


def test_half_of_the_changes_of_a_day_are_kept_for_more_load():
    five = [NOW - 4000 - number for number in range(5)]
    assert decided(shards=16, changes=five).action is Action.WAIT
    assert decided(now=mib(40), changes=five).action is Action.SCALE
    assert decided(now=mib(40), changes=[*five, *five]).action is Action.BLOCKED
    assert decided(now=mib(40), changes=[NOW - SECONDS_PER_DAY] * 10).action is Action.SCALE


@pytest.mark.parametrize(
    "wrong", [{"minimum": 0}, {"minimum": 65}, {"maximum": 10_001}, {"low": 0.6}, {"high": 1.1}, {"target": 0.9}]
)
def test_bounds_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(ValueError, match="must hold"):
        Bounds(**{**vars(BOUNDS), **wrong})


shares = st.floats(0, 2)
loads = st.builds(
    Load,
    bytes_per_second=st.floats(0, 500 * MIB),
    records_per_second=st.floats(0, 500_000),
    throttled=st.integers(0, 5),
    shard_shares=st.lists(shares, max_size=5),
)
bounds = st.builds(
    lambda minimum, more, cooldown, rest: Bounds(
        minimum=minimum, maximum=minimum + more, high=0.8, target=0.6, low=0.3, cooldown=cooldown, rest=rest
    ),
    st.integers(1, 500),
    st.integers(0, 500),
    st.floats(0, 4000),
    st.floats(0, 9000),
)


@given(shards=st.integers(1, 2000), now=loads, lately=loads, bounds=bounds, active=st.booleans())
def test_no_decision_leaves_half_double_or_the_bounds(shards, now, lately, bounds, active):
    decision = decide(shards=shards, active=active, now=now, lately=lately, changes=(), time=NOW, bounds=bounds)
    if decision.action is not Action.SCALE:
        assert decision.target == shards
        return
    assert active
    assert decision.target != shards
    assert shards <= 2 * decision.target
    assert decision.target <= 2 * shards
    within = bounds.minimum <= decision.target <= bounds.maximum
    nearer = shards < decision.target < bounds.minimum or shards > decision.target > bounds.maximum
    assert within or nearer


@given(st.lists(st.tuples(st.floats(1, 7200), loads), max_size=60), bounds)
def test_no_day_has_more_than_ten_changes_and_no_pause_is_too_short(looks, bounds):
    time, shards, changes = NOW, bounds.minimum, []
    for pause, load in looks:
        time += pause
        decision = decide(shards=shards, active=True, now=load, lately=load, changes=changes, time=time, bounds=bounds)
        if decision.action is Action.SCALE:
            pause_kept = bounds.cooldown if decision.target > shards else bounds.rest
            assert not changes or time - changes[-1] >= pause_kept
            changes.append(time)
            shards = decision.target
        assert sum(time - change < SECONDS_PER_DAY for change in changes) <= 10
        assert bounds.minimum <= shards <= bounds.maximum
