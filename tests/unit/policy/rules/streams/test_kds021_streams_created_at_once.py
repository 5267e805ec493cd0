from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.streams.kds021_streams_created_at_once import example

kds021 = RuleCase("KDS021")


def test_the_sixth_stream_is_found() -> None:
    assert kds021.finds(example(6)).resource == "Orders6"


def test_five_streams_pass() -> None:
    kds021.passes(example(5))


def test_a_stream_that_waits_through_another_resource_passes() -> None:
    waiting = example(5) + "  Orders6: {Type: AWS::Kinesis::Stream, DependsOn: Between}\n"
    kds021.passes(waiting + "  Between: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Orders1}}")


def test_resources_that_wait_for_one_another_in_a_circle_are_read() -> None:
    circle = """
        Resources:
          One: {Type: AWS::Kinesis::Stream, DependsOn: Two}
          Two: {Type: AWS::Kinesis::Stream, DependsOn: One}
        """
    assert kds021.run(circle).findings == []
