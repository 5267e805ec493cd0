from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.rules.mappings.lam030_mapping_concurrency import EXAMPLE

lam030 = RuleCase("LAM030")


def test_too_few_reserved_executions_are_found() -> None:
    assert lam030.finds(EXAMPLE.format(reserved=7)).allowed == "at least 8 reserved executions, or none"


def test_a_function_that_may_not_run_at_all_is_found() -> None:
    lam030.finds(sam(function="ReservedConcurrentExecutions: 0", source="Stream: !ImportValue orders"))


def test_enough_executions_pass() -> None:
    lam030.passes(EXAMPLE.format(reserved=8))


def test_a_function_without_a_reservation_passes() -> None:
    lam030.passes(sam())


def test_a_stream_outside_the_app_has_one_shard_or_more() -> None:
    lam030.passes(sam(function="ReservedConcurrentExecutions: 1", source="Stream: !ImportValue orders"))


def test_a_number_of_shards_that_is_not_known_is_undecided() -> None:
    lam030.undecided(EXAMPLE.format(reserved=7).replace("ShardCount: 4", "ShardCount: !ImportValue shards"))


QUEUE = """
Resources:
  Jobs: {{Type: AWS::SQS::Queue}}
  Watch:
    Type: AWS::Lambda::Function
    Properties: {{ReservedConcurrentExecutions: 5}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Watch, {settings}}}
"""


def test_a_queue_that_may_call_more_often_than_its_function_runs_is_found() -> None:
    finding = lam030.finds(QUEUE.format(settings="ScalingConfig: {MaximumConcurrency: 6}"))
    assert (finding.resource, finding.severity) == ("Mapping", "error")
    lam030.passes(QUEUE.format(settings="ScalingConfig: {MaximumConcurrency: 5}"))


def test_a_queue_without_a_maximum_passes() -> None:
    lam030.passes(QUEUE.format(settings="BatchSize: 10"))
