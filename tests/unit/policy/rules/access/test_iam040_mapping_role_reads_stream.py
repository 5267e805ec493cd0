from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import FUNCTION, LAMBDA, MAPPING, SOURCE, role, template

iam040 = RuleCase("IAM040")
BARE = role("Role", service=LAMBDA)
MANAGED = "arn:${{AWS::Partition}}:iam::aws:policy/service-role/{}"


def attached(name: str) -> str:
    return BARE + f'\n    ManagedPolicyArns: [!Sub "{MANAGED.format(name)}"]'


def test_the_managed_policy_for_streams_is_enough_and_the_basic_one_is_not() -> None:
    iam040.passes(template(SOURCE, FUNCTION, attached("AWSLambdaKinesisExecutionRole"), MAPPING))
    finding = iam040.finds(template(SOURCE, FUNCTION, attached("AWSLambdaBasicExecutionRole"), MAPPING))
    assert (finding.resource, finding.property, finding.severity.value) == ("Mapping", "FunctionName", "error")


@pytest.mark.parametrize("name", ["!GetAtt Watch.Arn", "!Sub '${Watch.Arn}:live'", "!Ref Live"])
def test_the_function_is_found_through_qualifiers_and_aliases(name: str) -> None:
    alias = "Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Watch, Name: live}}"
    iam040.finds(template(SOURCE, FUNCTION, alias, BARE, MAPPING.replace("!Ref Watch", name)))


def test_describing_the_summary_is_enough_to_describe() -> None:
    actions = "['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator']"
    statement = f"{{Effect: Allow, Action: {actions}, Resource: '*'}}"
    iam040.passes(template(SOURCE, FUNCTION, role("Role", statement, service=LAMBDA), MAPPING))


def test_a_function_outside_the_app_and_other_sources_do_not_apply() -> None:
    iam040.passes(template(SOURCE, MAPPING.replace("!Ref Watch", "watch")))
    iam040.passes(template(FUNCTION, BARE, MAPPING.replace("!GetAtt Source.Arn", "arn:aws:sqs:us-east-1:1:a")))


def test_a_mapping_on_a_stream_consumer_is_another_rule() -> None:
    consumer = "Fan: {Type: AWS::Kinesis::StreamConsumer, Properties: {StreamARN: !GetAtt Source.Arn}}"
    iam040.passes(template(SOURCE, consumer, FUNCTION, BARE, MAPPING.replace("!GetAtt Source.Arn", "!Ref Fan")))


def test_a_role_made_by_sam_is_undecided() -> None:
    function = "Watch: {Type: AWS::Serverless::Function, Properties: {Policies: [AWSLambdaBasicExecutionRole]}}"
    assert "SAM" in iam040.undecided(template(SOURCE, function, MAPPING))


SAM = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Source: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
  Watch:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt Role.Arn
      Events: {Orders: {Type: Kinesis, Properties: {Stream: !GetAtt Source.Arn, StartingPosition: LATEST}}}
"""


def test_a_role_that_is_given_to_a_sam_function_is_checked() -> None:
    finding = iam040.finds(SAM)
    assert (finding.resource, finding.property) == ("Watch", "Role")


def test_a_role_that_sam_makes_may_read_the_stream() -> None:
    iam040.passes(SAM.replace("      Role: !GetAtt Role.Arn\n", ""))
