from __future__ import annotations

from cases import RuleCase

iam039 = RuleCase("IAM039")


def test_the_finding_lies_on_the_role_of_the_source() -> None:
    assert iam039.finds(iam039.rule.bad).property == "MSKSourceConfiguration.AuthenticationConfiguration.RoleARN"


def test_either_way_to_describe_a_cluster_passes() -> None:
    iam039.passes(iam039.rule.good.replace("kafka:DescribeClusterV2", "kafka:DescribeCluster"))


def test_connecting_without_reading_is_found() -> None:
    assert "ReadData" in iam039.finds(iam039.rule.good.replace(", 'kafka-cluster:ReadData'", "")).message


def test_another_source_does_not_apply() -> None:
    iam039.passes(iam039.rule.bad.replace("MSKSourceConfiguration", "OtherSettings"))


def test_a_policy_of_the_cluster_may_allow_it_instead() -> None:
    policy = """
  Sharing:
    Type: AWS::MSK::ClusterPolicy
    Properties:
      Policy: {Statement: [{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'kafka*:*', Resource: '*'}]}
"""
    iam039.undecided(iam039.rule.bad + policy)
