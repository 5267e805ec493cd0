from __future__ import annotations

from aws_cdk import CfnParameter, Duration, Size

from constructs_lib.cdk import Backup, Buffering, DeliveryStream, HecEndpointType, LambdaTransform, SplunkDestination
from tests.synth.destinations import (
    NUMBER,
    READS_SECRET,
    WRITES_FAILURES,
    actions,
    deliver,
    resources_of,
    secret,
    wrong_arguments,
)
from tests.synth.parts import function, resources

ENDPOINT = "https://hec.example.com:8088"


def test_the_smallest_delivery_takes_any_record_and_keeps_what_fails(stack):
    given = deliver(stack, SplunkDestination(endpoint=ENDPOINT, secret=secret(stack)))
    assert given["HECEndpoint"] == ENDPOINT
    assert given["HECEndpointType"] == "Raw"
    assert given["HECAcknowledgmentTimeoutInSeconds"] == 180
    assert given["BufferingHints"] == {"SizeInMBs": 5, "IntervalInSeconds": 60}
    assert given["RetryOptions"] == {"DurationInSeconds": 3600}
    assert given["S3BackupMode"] == "FailedEventsOnly"
    assert not {"HECToken", "RoleARN"} & set(given)


def test_the_role_of_the_secret_is_named_because_splunk_has_no_other(stack):
    given = deliver(stack, SplunkDestination(endpoint=ENDPOINT, secret=secret(stack)))
    assert given["SecretsManagerConfiguration"]["RoleARN"] == given["S3Configuration"]["RoleARN"]
    assert actions(stack) == WRITES_FAILURES | READS_SECRET
    assert resources_of(stack, "secretsmanager:GetSecretValue") == {"Ref": "SecretA720EF05"}


def test_every_argument_reaches_its_property(stack):
    given = deliver(
        stack,
        SplunkDestination(
            endpoint=ENDPOINT,
            secret=secret(stack),
            endpoint_type=HecEndpointType.EVENT,
            acknowledgment_timeout=Duration.minutes(10),
            buffering=Buffering(size=Size.mebibytes(1), interval=Duration.seconds(0)),
            retry=Duration.seconds(0),
            backup=Backup(all_records=True),
        ),
        transform=LambdaTransform(function=function(stack)),
    )
    assert given["HECEndpointType"] == "Event"
    assert given["HECAcknowledgmentTimeoutInSeconds"] == 600
    assert given["BufferingHints"] == {"SizeInMBs": 1, "IntervalInSeconds": 0}
    assert given["RetryOptions"] == {"DurationInSeconds": 0}
    assert given["S3BackupMode"] == "AllEvents"
    assert given["ProcessingConfiguration"]["Processors"][0]["Type"] == "Lambda"


def test_everything_wrong_is_said_at_once(stack):
    assert wrong_arguments(
        stack,
        SplunkDestination(
            endpoint=ENDPOINT,
            secret=secret(stack),
            acknowledgment_timeout=Duration.seconds(60),
            buffering=Buffering(),
            retry=Duration.seconds(7201),
        ),
    ) == {
        "destination.acknowledgment_timeout",
        "destination.buffering.size",
        "destination.buffering.interval",
        "destination.retry",
    }


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    given = deliver(
        stack,
        SplunkDestination(
            endpoint=ENDPOINT,
            secret=secret(stack),
            acknowledgment_timeout=Duration.seconds(number),
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
        ),
    )
    assert given["HECAcknowledgmentTimeoutInSeconds"] == NUMBER
    assert given["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_stand_beside_each_other(stack):
    token = secret(stack)
    for name in ("First", "Second"):
        DeliveryStream(stack, name, destination=SplunkDestination(endpoint=ENDPOINT, secret=token))
    assert resources(stack)
