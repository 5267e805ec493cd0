from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf251 = RuleCase("KDF251")


def http(url: object, size: object) -> str:
    hints = {"SizeInMBs": size, "IntervalInSeconds": 60}
    return delivery(
        HttpEndpointDestinationConfiguration={"EndpointConfiguration": {"Url": url}, "BufferingHints": hints}
    )


@pytest.mark.parametrize(
    ("host", "most"),
    [
        ("aws-kinesis-http-intake.logs.datadoghq.com", 4),
        ("aws-kinesis-http-intake.logs.datadoghq.eu", 4),
        ("us-east-1.aws.webhooks.mongodb-realm.com", 16),
        ("orders.es.us-east-1.aws.elastic.cloud", 1),
    ],
)
def test_a_buffer_above_what_the_partner_takes_is_found(host: str, most: int) -> None:
    kdf251.finds(http(f"https://{host}/v1/input", most + 1))
    kdf251.passes(http(f"https://{host}/v1/input", most))


def test_other_hosts_do_not_apply() -> None:
    kdf251.passes(http("https://example.com/datadoghq", 64))


def test_an_unknown_host_is_undecided_unless_every_partner_takes_the_buffer() -> None:
    kdf251.undecided(http(UNKNOWN, 5))
    kdf251.passes(http(UNKNOWN, 1))
