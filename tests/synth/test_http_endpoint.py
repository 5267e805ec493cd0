from __future__ import annotations

import re

import pytest
from aws_cdk import CfnParameter, Duration, SecretValue, Size, Stack
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Annotations, Match

from constructs_lib.cdk import Backup, Buffering, DeliveryStream, FailureBucket, LambdaTransform
from constructs_lib.cdk.delivery.http_endpoint import ContentEncoding, Endpoint, HttpEndpointDestination
from constructs_lib.cdk.delivery.partners import DATADOG, PARTNERS, SUMO_LOGIC
from constructs_lib.limits import limit
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import DELIVERY_STREAM, comparable, function, only, resources, statements
from tests.synth.request_model import create_delivery_stream, request_problems

NAME = "HttpEndpointDestinationConfiguration"
ENDPOINT = Endpoint(url="https://ingest.example.com/v1")


def secret(stack: Stack, id: str = "Secret") -> secretsmanager.Secret:
    return secretsmanager.Secret(stack, id)


def configuration(stack: Stack) -> dict:
    return only(stack, DELIVERY_STREAM)[NAME]


def test_the_smallest_endpoint_gets_compressed_requests_and_a_failure_bucket(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=HttpEndpointDestination(endpoint=ENDPOINT))
    properties = only(stack, DELIVERY_STREAM)
    assert comparable(properties) == comparable(delivery.definition.properties)
    assert request_problems(properties) == []
    assert properties[NAME]["RequestConfiguration"] == {"ContentEncoding": "GZIP"}
    assert properties[NAME]["BufferingHints"] == {"SizeInMBs": 5, "IntervalInSeconds": 60}
    assert properties[NAME]["RetryOptions"] == {"DurationInSeconds": 300}
    assert properties[NAME]["S3BackupMode"] == "FailedDataOnly"
    assert "Prefix" not in properties[NAME]["S3Configuration"]
    assert "SecretsManagerConfiguration" not in properties[NAME]
    assert isinstance(delivery.failures, FailureBucket)
    assert delivery.bucket is delivery.failures


def test_every_argument_reaches_its_property(stack):
    DeliveryStream(
        stack,
        "Delivery",
        transform=LambdaTransform(function=function(stack)),
        destination=HttpEndpointDestination(
            endpoint=Endpoint(url="https://ingest.example.com/v1", name="Ours"),
            secret=secret(stack),
            common_attributes={"team": "lake"},
            content_encoding=ContentEncoding.NONE,
            buffering=Buffering(size=Size.mebibytes(64), interval=Duration.seconds(0)),
            retry=Duration.hours(1),
            backup=Backup(all_records=True, prefix="kept/", error_prefix="failed/!{firehose:error-output-type}/"),
        ),
    )
    properties = only(stack, DELIVERY_STREAM)
    given = properties[NAME]
    assert request_problems(properties) == []
    assert given["EndpointConfiguration"] == {"Url": "https://ingest.example.com/v1", "Name": "Ours"}
    assert given["RequestConfiguration"] == {
        "ContentEncoding": "NONE",
        "CommonAttributes": [{"AttributeName": "team", "AttributeValue": "lake"}],
    }
    assert given["BufferingHints"] == {"SizeInMBs": 64, "IntervalInSeconds": 0}
    assert given["RetryOptions"] == {"DurationInSeconds": 3600}
    assert given["S3BackupMode"] == "AllData"
    assert given["S3Configuration"]["Prefix"] == "kept/"
    assert given["SecretsManagerConfiguration"]["SecretARN"] == {"Ref": "SecretA720EF05"}
    assert given["ProcessingConfiguration"]["Processors"][0]["Type"] == "Lambda"


def test_the_role_reads_the_secret_and_writes_failures_and_nothing_else(stack):
    DeliveryStream(stack, "Delivery", destination=HttpEndpointDestination(endpoint=ENDPOINT, secret=secret(stack)))
    allowed = statements(stack, "DeliveryRole")
    assert {action for actions, _ in allowed for action in actions} == {
        "kms:Decrypt", "kms:GenerateDataKey", "logs:PutLogEvents", "s3:AbortMultipartUpload", "s3:GetBucketLocation",
        "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject",
        "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
    }  # fmt: skip
    ((_, resource),) = [each for each in allowed if "secretsmanager:GetSecretValue" in each[0]]
    assert resource == {"Ref": "SecretA720EF05"}


@pytest.mark.parametrize("credentials", ["s3cr3t", SecretValue.unsafe_plain_text("s3cr3t")], ids=["text", "value"])
def test_credentials_in_place_of_a_secret_are_refused_and_not_repeated(stack, credentials):
    destination = HttpEndpointDestination(endpoint=ENDPOINT, secret=credentials)
    with pytest.raises(TypeError, match=r"Secret\.from_secret_name_v2") as refusal:
        DeliveryStream(stack, "Delivery", destination=destination)
    assert "s3cr3t" not in str(refusal.value)


def test_everything_wrong_is_said_at_once_with_the_names_of_arguments(stack):
    with pytest.raises(InvalidProperties) as refusal:
        DeliveryStream(
            stack,
            "Delivery",
            destination=HttpEndpointDestination(
                endpoint=Endpoint(url="http://ingest.example.com"),
                buffering=Buffering(size=Size.mebibytes(65), interval=Duration.seconds(901)),
                retry=Duration.seconds(7201),
                backup=Backup(buffering=Buffering(size=Size.mebibytes(129))),
            ),
        )
    assert {finding.argument for finding in refusal.value.findings} == {
        "destination.endpoint.url",
        "destination.buffering.size",
        "destination.buffering.interval",
        "destination.retry",
        "destination.backup.buffering.size",
    }


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    DeliveryStream(
        stack,
        "Delivery",
        destination=HttpEndpointDestination(
            endpoint=ENDPOINT,
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
            backup=Backup(buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number))),
        ),
    )
    given, both = configuration(stack), {"SizeInMBs": {"Ref": "Number"}, "IntervalInSeconds": {"Ref": "Number"}}
    assert given["BufferingHints"] == both
    assert given["RetryOptions"] == {"DurationInSeconds": {"Ref": "Number"}}
    assert given["S3Configuration"]["BufferingHints"] == both


def test_two_deliveries_share_a_failure_bucket_and_an_imported_secret(stack):
    failures = FailureBucket(stack, "Failures")
    key = secretsmanager.Secret.from_secret_name_v2(stack, "Imported", "partner/key")
    for name in ("First", "Second"):
        DeliveryStream(
            stack,
            name,
            destination=HttpEndpointDestination(endpoint=ENDPOINT, secret=key, backup=Backup(bucket=failures)),
        )
    assert len([each for each in resources(stack).values() if each["Type"] == "AWS::S3::Bucket"]) == 1


def test_an_imported_bucket_keeps_what_failed(stack):
    bucket = s3.Bucket.from_bucket_name(stack, "Imported", "failures-of-all")
    destination = HttpEndpointDestination(endpoint=ENDPOINT, backup=Backup(bucket=bucket))
    assert DeliveryStream(stack, "Delivery", destination=destination).failures is bucket


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda partner: partner.name)
def test_a_partner_gets_requests_of_the_size_it_takes(stack, partner):
    endpoint = partner.at(next(iter(partner.sites))) if partner.sites else partner.url("https://ingest.example.com/x")
    delivery = DeliveryStream(
        stack, "Delivery", destination=HttpEndpointDestination(endpoint=endpoint, secret=secret(stack))
    )
    properties = only(stack, DELIVERY_STREAM)
    assert request_problems(properties) == []
    assert properties[NAME]["EndpointConfiguration"]["Name"] == partner.name
    assert properties[NAME]["BufferingHints"]["SizeInMBs"] <= limit(partner.size).high
    assert all(url.startswith("https://") for url in partner.sites.values())
    assert delivery.definition is not None


def test_a_buffer_that_is_larger_than_a_partner_takes_is_a_warning(app, stack):
    large = Buffering(size=Size.mebibytes(5), interval=Duration.seconds(60))
    destination = HttpEndpointDestination(endpoint=DATADOG.at("logs-eu"), secret=secret(stack), buffering=large)
    DeliveryStream(stack, "Delivery", destination=destination)
    assert Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp(".*takes 4:.*"))


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda partner: partner.name)
def test_a_partner_that_wants_a_key_gets_one(stack, partner):
    destination = HttpEndpointDestination(endpoint=partner.url("https://ingest.example.com/x"))
    if partner is SUMO_LOGIC:
        DeliveryStream(stack, "Delivery", destination=destination)
        return
    with pytest.raises(ValueError, match=f"{partner.name} refuses requests without an access key"):
        DeliveryStream(stack, "Delivery", destination=destination)


def test_a_site_that_is_not_published_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="give one of logs-us1"):
        DATADOG.at("mars")
    with pytest.raises(ValueError, match="give the url"):
        SUMO_LOGIC.at("mars")


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda partner: partner.name)
def test_every_published_address_is_one_that_firehose_takes_and_has_a_source(partner):
    shape = create_delivery_stream().members[NAME].members["EndpointConfiguration"].members["Url"]
    for url in partner.sites.values():
        assert re.search(shape.metadata["pattern"], url)
    assert len(set(partner.sites.values())) == len(partner.sites)
    assert partner.source
