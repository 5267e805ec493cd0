from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa021_alarm_metric_is_sent import EXAMPLE

cwa021 = RuleCase("CWA021")
DIRECT = EXAMPLE.format(kind="DirectPut")
NEVER = [
    "DeliveryToSplunk.Success",
    "DataReadFromKinesisStream.Bytes",
    "SucceedProcessing.Records",
    "SucceedConversion.Bytes",
]


@pytest.mark.parametrize("metric", NEVER)
def test_metrics_of_what_is_not_there_never_come(metric: str) -> None:
    assert cwa021.finds(DIRECT.replace("KinesisMillisBehindLatest", metric)).property == "MetricName"


@pytest.mark.parametrize("metric", ["DeliveryToS3.Success", "IncomingBytes", "BackupToS3.Success", "Unknown"])
def test_metrics_that_it_may_send_pass(metric: str) -> None:
    cwa021.passes(DIRECT.replace("KinesisMillisBehindLatest", metric))


def test_metrics_of_its_destination_pass() -> None:
    splunk = DIRECT.replace("KinesisMillisBehindLatest", "DeliveryToSplunk.Success")
    cwa021.passes(splunk.replace("ExtendedS3DestinationConfiguration", "SplunkDestinationConfiguration"))


def test_a_delivery_stream_outside_the_app_does_not_apply() -> None:
    cwa021.passes(DIRECT.replace("Value: !Ref Delivery", "Value: orders"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    cwa021.undecided(EXAMPLE.format(kind="!ImportValue kind"))
