from __future__ import annotations

from cases import RuleCase

iam038 = RuleCase("IAM038")


def test_what_is_missing_is_named_at_the_role_of_the_network() -> None:
    finding = iam038.finds(iam038.rule.good.replace("'ec2:CreateNetworkInterfacePermission', ", ""))
    assert finding.property == "AmazonopensearchserviceDestinationConfiguration.VpcConfiguration.RoleARN"
    assert "ec2:CreateNetworkInterfacePermission" in finding.message
    assert "ec2:DescribeVpcs" not in finding.message


def test_any_pattern_that_covers_the_actions_passes() -> None:
    start = iam038.rule.good.index("Action: ['ec2:")
    end = iam038.rule.good.index("]", start)
    iam038.passes(
        iam038.rule.good[:start] + "Action: ['ec2:Describe*', 'ec2:*NetworkInterface*'" + iam038.rule.good[end:]
    )


def test_a_delivery_outside_of_a_vpc_does_not_apply() -> None:
    lines = iam038.rule.bad.splitlines()
    iam038.passes("\n".join(line for line in lines if "VpcConfiguration" not in line))


def test_an_imported_role_is_undecided() -> None:
    iam038.undecided(
        iam038.rule.bad.replace("{RoleARN: !GetAtt Role.Arn, Subnet", "{RoleARN: !ImportValue role, Subnet")
    )


def test_what_the_service_tries_at_creation_is_an_error() -> None:
    assert iam038.finds(iam038.rule.bad).severity == "error"
    assert iam038.finds(iam038.rule.good.replace("'ec2:DescribeVpcs', ", "")).severity == "warning"
