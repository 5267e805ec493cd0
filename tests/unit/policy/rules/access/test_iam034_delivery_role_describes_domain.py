from __future__ import annotations

import pytest
from cases import RuleCase

iam034 = RuleCase("IAM034")


def test_writing_without_describing_is_refused() -> None:
    assert iam034.finds(iam034.rule.bad).property == "AmazonopensearchserviceDestinationConfiguration.RoleARN"


@pytest.mark.parametrize("action", ["es:*", "es:DescribeElasticsearchDomain", "es:DescribeDomain"])
def test_either_name_of_the_action_passes(action: str) -> None:
    iam034.passes(iam034.rule.good.replace("es:Describe*", action))


def test_describing_only_what_is_below_the_domain_is_refused() -> None:
    iam034.finds(iam034.rule.good.replace("Resource: !GetAtt Search.Arn", "Resource: !Sub '${Search.Arn}/*'"))


def test_an_endpoint_instead_of_a_domain_does_not_apply() -> None:
    iam034.passes(iam034.rule.bad.replace("DomainARN: !GetAtt Search.Arn", "ClusterEndpoint: https://a.example.com"))


def test_an_imported_domain_is_undecided() -> None:
    iam034.undecided(iam034.rule.good.replace("DomainARN: !GetAtt Search.Arn", "DomainARN: !ImportValue domain"))
