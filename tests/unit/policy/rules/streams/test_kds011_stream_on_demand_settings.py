from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy import Severity

kds011 = RuleCase("KDS011")
STREAM = """
Parameters: {{Mode: {{Type: String}}}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{{properties}}}
"""


def test_settings_of_a_provisioned_stream_are_found() -> None:
    for mode in ("ShardCount: 1", "StreamModeDetails: {StreamMode: PROVISIONED}"):
        assert kds011.finds(STREAM.format(properties=f"{mode}, WarmThroughputMiBps: 100")).given == "100"
        kds011.finds(STREAM.format(properties=f"{mode}, RecordDistributionStrategy: AUTO"))


def test_the_default_strategy_of_a_provisioned_stream_is_a_warning() -> None:
    properties = "ShardCount: 1, RecordDistributionStrategy: USER_PARTITION_KEY"
    assert kds011.finds(STREAM.format(properties=properties)).severity is Severity.WARNING


def test_an_on_demand_stream_passes() -> None:
    properties = "StreamModeDetails: {StreamMode: ON_DEMAND}, WarmThroughputMiBps: 9, RecordDistributionStrategy: AUTO"
    kds011.passes(STREAM.format(properties=properties))


def test_a_stream_whose_mode_the_service_chooses_passes() -> None:
    kds011.passes(STREAM.format(properties="WarmThroughputMiBps: 100"))


def test_a_mode_that_a_parameter_decides_is_undecided() -> None:
    kds011.undecided(STREAM.format(properties="StreamModeDetails: {StreamMode: !Ref Mode}, WarmThroughputMiBps: 100"))


def test_another_strategy_of_a_provisioned_stream_is_refused() -> None:
    properties = "ShardCount: 1, RecordDistributionStrategy: AUTO"
    assert kds011.finds(STREAM.format(properties=properties)).severity is Severity.ERROR
