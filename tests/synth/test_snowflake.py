from __future__ import annotations

from typing import Any

from aws_cdk import CfnParameter, Duration, Size, Stack

from constructs_lib.cdk import Backup, Buffering, DataLoading, DeliveryStream, SnowflakeDestination
from tests.synth.destinations import NUMBER, READS_SECRET, WRITES_FAILURES, actions, deliver, secret, wrong_arguments
from tests.synth.parts import resources

LINK = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"


def snowflake(stack: Stack, **arguments: Any) -> SnowflakeDestination:
    given = {
        "account_url": "https://acme.snowflakecomputing.com",
        "database": "AIR",
        "schema": "PUBLIC",
        "table": "FLIGHTS",
        **arguments,
    }
    if "secret" not in given:
        given["secret"] = secret(stack)
    return SnowflakeDestination(**given)


def test_the_smallest_delivery_loads_at_once_and_keeps_what_fails(stack):
    given = deliver(stack, snowflake(stack))
    assert given["DataLoadingOption"] == "JSON_MAPPING"
    assert given["BufferingHints"] == {"SizeInMBs": 1, "IntervalInSeconds": 0}
    assert given["RetryOptions"] == {"DurationInSeconds": 60}
    assert given["S3BackupMode"] == "FailedDataOnly"
    assert not {"PrivateKey", "User", "SnowflakeVpcConfiguration", "SnowflakeRoleConfiguration"} & set(given)
    assert actions(stack) == WRITES_FAILURES | READS_SECRET


def test_every_argument_reaches_its_property(stack):
    given = deliver(
        stack,
        snowflake(
            stack,
            snowflake_role="LOADER",
            data_loading=DataLoading.CONTENT_AND_METADATA,
            content_column="RECORD",
            metadata_column="ABOUT",
            private_link=LINK,
            buffering=Buffering(size=Size.mebibytes(128), interval=Duration.seconds(900)),
            retry=Duration.hours(2),
            backup=Backup(all_records=True),
        ),
    )
    assert given["SnowflakeRoleConfiguration"] == {"Enabled": True, "SnowflakeRole": "LOADER"}
    assert given["SnowflakeVpcConfiguration"] == {"PrivateLinkVpceId": LINK}
    assert given["ContentColumnName"] == "RECORD"
    assert given["MetaDataColumnName"] == "ABOUT"
    assert given["BufferingHints"] == {"SizeInMBs": 128, "IntervalInSeconds": 900}
    assert given["RetryOptions"] == {"DurationInSeconds": 7200}
    assert given["S3BackupMode"] == "AllData"


def test_everything_wrong_is_said_at_once(stack):
    wrong = snowflake(
        stack,
        account_url="https://acme.example.com/at/home",
        table="T" * 256,
        data_loading=DataLoading.CONTENT,
        private_link="vpce-svc-1",
        buffering=Buffering(size=Size.mebibytes(129), interval=Duration.seconds(901)),
        retry=Duration.seconds(7201),
    )
    assert wrong_arguments(stack, wrong) >= {
        "destination.account_url",
        "destination.table",
        "destination.private_link",
        "destination.content_column",
        "destination.buffering.size",
        "destination.buffering.interval",
        "destination.retry",
    }


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    given = deliver(
        stack,
        snowflake(
            stack,
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
        ),
    )
    assert given["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_stand_beside_each_other(stack):
    user = secret(stack)
    for name in ("First", "Second"):
        DeliveryStream(stack, name, destination=snowflake(stack, secret=user))
    assert resources(stack)
