from __future__ import annotations

import pytest
from cases import RuleCase

cwa022 = RuleCase("CWA022")


@pytest.mark.parametrize("namespace", ["AWS/kinesis", "AWS/KinesisFirehose", "AWS/KinesisDataStreams", "aws/Firehose"])
def test_namespaces_that_look_like_it_are_found(namespace: str) -> None:
    assert cwa022.finds(cwa022.rule.good.replace("AWS/Kinesis", namespace)).property == "Namespace"


@pytest.mark.parametrize("namespace", ["AWS/Firehose", "AWS/KinesisAnalytics", "Shop/Kinesis", "AWS/SQS"])
def test_those_that_are_there_or_ones_own_pass(namespace: str) -> None:
    cwa022.passes(cwa022.rule.good.replace("AWS/Kinesis", namespace))


def test_a_namespace_that_is_not_known_is_undecided() -> None:
    cwa022.undecided(cwa022.rule.good.replace("Namespace: AWS/Kinesis", "Namespace: !ImportValue namespace"))
