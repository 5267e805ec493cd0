"""Credentials are in Secrets Manager: no template holds them as text."""

from __future__ import annotations

import pytest

from constructs_lib.cdk import (
    Database,
    DatabaseEngine,
    DatabaseSource,
    DeliveryStream,
    Endpoint,
    HttpEndpointDestination,
    IcebergCatalog,
    IcebergDestination,
    RedshiftDestination,
    Selection,
    SnowflakeDestination,
    SplunkDestination,
)
from constructs_lib.cdk.delivery.secrets import require_no_password
from tests.synth.destinations import secret

SNOWFLAKE = {"account_url": "https://acme.snowflakecomputing.com", "database": "A", "schema": "P", "table": "F"}
JDBC = "jdbc:redshift://lake.abc123.eu-west-1.redshift.amazonaws.com:5439/dev"
PLAIN = "hunter2"


def destination(kind):
    return {
        "http": HttpEndpointDestination(endpoint=Endpoint(url="https://ingest.example.com"), secret=PLAIN),
        "splunk": SplunkDestination(endpoint="https://hec.example.com:8088", secret=PLAIN),
        "snowflake": SnowflakeDestination(**SNOWFLAKE, secret=PLAIN),
        "redshift": RedshiftDestination(database=Database(JDBC), table="flights", secret=PLAIN),
    }[kind]


@pytest.mark.parametrize("kind", ["http", "splunk", "snowflake", "redshift"])
def test_text_in_place_of_a_secret_is_refused_and_not_repeated(stack, kind):
    with pytest.raises(TypeError, match="secret must be a secret of Secrets Manager") as refusal:
        DeliveryStream(stack, "Delivery", destination=destination(kind))
    assert PLAIN not in str(refusal.value)
    assert stack.node.children == []


def test_text_in_place_of_the_secret_of_a_database_is_refused(stack):
    source = DatabaseSource(
        engine=DatabaseEngine.MYSQL,
        endpoint="air.example.com",
        secret=PLAIN,
        vpc_endpoint_service="com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
        databases=Selection(include=("air",)),
        tables=Selection(include=("air.flights",)),
        watermark_table="air.watermarks",
    )
    destination = IcebergDestination(catalog=IcebergCatalog.s3_tables("lake"), create_tables=True)
    with pytest.raises(TypeError, match="secret must be a secret"):
        DeliveryStream(stack, "Delivery", source=source, destination=destination)


@pytest.mark.parametrize(
    "url",
    [
        "https://admin:hunter2@ingest.example.com/v1",
        f"{JDBC}?user=admin&Password=hunter2",
        "https://ingest.example.com/v1?pwd=hunter2",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(url):
    with pytest.raises(ValueError, match="put it into secret") as refusal:
        require_no_password(url, "destination.endpoint.url")
    assert PLAIN not in str(refusal.value)


@pytest.mark.parametrize("url", [JDBC, f"{JDBC}?ssl=true", "https://hec.example.com:8088", "https://${Token[X.1]}/v1"])
def test_other_addresses_pass(url):
    require_no_password(url, "destination.endpoint.url")


def test_destinations_look_at_their_addresses(stack):
    with pytest.raises(ValueError, match=r"destination\.database holds a password"):
        DeliveryStream(
            stack,
            "Delivery",
            destination=RedshiftDestination(
                database=Database(f"{JDBC}?password={PLAIN}"), table="flights", secret=secret(stack)
            ),
        )
