from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.local import LocalAws, LocalAwsError, contents
from tests.integration.local.endpoint import Received, Reply, served
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"
ERRORS = "errors/http-endpoint-failed/"


def destination(url: str, bucket: str, **more: Any) -> dict[str, Any]:
    return {
        "EndpointConfiguration": {"Url": url, "Name": "orders"},
        "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60},
        "RetryOptions": {"DurationInSeconds": 6},
        "S3BackupMode": "FailedDataOnly",
        "S3Configuration": {
            "BucketARN": f"arn:aws:s3:::{bucket}",
            "RoleARN": ROLE,
            "Prefix": "source/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        },
        **more,
    }


def delivery(lab: Lab, name: str, url: str, **more: Any) -> None:
    lab.aws.client("s3").create_bucket(Bucket=name)
    lab.aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="DirectPut",
        HttpEndpointDestinationConfiguration=destination(url, name, **more),
    )


def put(lab: Lab, name: str, *payloads: bytes) -> None:
    firehose = lab.aws.client("firehose")
    answer = firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": one} for one in payloads])
    assert answer["FailedPutCount"] == 0


def failed(lab: Lab, bucket: str) -> dict[str, list[bytes]]:
    """What failed, by code and sorted: each refusal makes an object of its own, in no order."""
    found: dict[str, list[bytes]] = {}
    for one in contents.failed_records(lab.aws, bucket, ERRORS):
        found.setdefault(one.code, []).append(one.data)
    return {code: sorted(data) for code, data in found.items()}


def test_an_endpoint_that_fails_now_and_then_gets_every_record_once_or_the_failure_bucket_does(lab: Lab) -> None:
    """Requests of one record each: refused for a while, answered wrongly, too large, or never taken."""
    seen: dict[str, int] = {}

    def script(request: Received) -> Reply:
        (payload,) = {one[:4] for one in request.payloads}
        attempt = seen[request.id] = seen.get(request.id, 0) + 1
        match payload:
            case b"5xx ":
                return Reply() if attempt > 2 else Reply(503)
            case b"busy":
                return Reply() if attempt > 1 else Reply(429)
            case b"odd ":
                return Reply() if attempt > 1 else Reply(members={"requestId": "of another request"}, keeps=False)
            case b"big ":
                return Reply(413, {"errorMessage": "Payload too large"})
            case b"down":
                return Reply(500)
        return Reply()

    half = 700_000  # bytes: two of them do not fit into the buffer, so each goes into a request of its own
    payloads = [kind + b"." * half for kind in (b"good", b"5xx ", b"busy", b"odd ", b"big ", b"down")]
    with served(script) as endpoint:
        delivery(lab, "flaky", endpoint.url)
        for payload in payloads:
            put(lab, "flaky", payload)
        status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    counts = status["delivery_streams"]["flaky"]["counts"]
    assert (counts["accepted"], counts["delivered"], counts["in_buffer"]) == (6, 4, 0)
    assert counts["failed"] == {"http-endpoint-failed": 2}
    assert sorted(endpoint.payloads) == sorted(payloads[:4])
    assert failed(lab, "flaky") == {"HttpEndpoint.DestinationException": payloads[4:]}
    assert {one[:4] for request in endpoint.requests for one in request.payloads} == {one[:4] for one in payloads}
    tries = {request.payloads[0][:4]: seen[request.id] for request in endpoint.requests}
    assert (tries[b"good"], tries[b"5xx "], tries[b"busy"], tries[b"odd "], tries[b"big "]) == (1, 3, 2, 2, 1)
    assert tries[b"down"] > 3


def test_an_endpoint_that_is_too_slow_is_asked_again_with_the_same_request_id(lab: Lab) -> None:
    """What it took although it did not answer in time comes twice, and the id tells it."""
    over = threading.Event()
    attempts: list[str] = []

    def script(request: Received) -> Reply:
        attempts.append(request.id)
        return Reply(wait=over) if len(attempts) == 1 else Reply()

    with served(script) as endpoint:
        delivery(lab, "slow", endpoint.url)
        put(lab, "slow", b"one")
        counts = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)["delivery_streams"]["slow"]["counts"]
        over.set()
    assert (counts["delivered"], counts["failed"]) == (1, {})
    assert len(attempts) == 2
    assert len(set(attempts)) == 1
    assert endpoint.payloads == [b"one"]


def test_a_request_has_the_key_from_the_secret_the_attributes_and_a_compressed_body(lab: Lab) -> None:
    secret = lab.aws.client("secretsmanager").create_secret(Name="key", SecretString='{"api_key": "open sesame"}')
    with served(lambda _: Reply()) as endpoint:
        delivery(
            lab,
            "keyed",
            endpoint.url,
            RequestConfiguration={
                "ContentEncoding": "GZIP",
                "CommonAttributes": [{"AttributeName": "stage", "AttributeValue": "test"}],
            },
            SecretsManagerConfiguration={"Enabled": True, "RoleARN": ROLE, "SecretARN": secret["ARN"]},
        )
        lab.aws.client("firehose").put_record(DeliveryStreamName="keyed", Record={"Data": b"one"})
        put(lab, "keyed", b"two", b"three")
        lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    headers, document = endpoint.requests[0].headers, endpoint.requests[0].document
    assert sorted(endpoint.payloads) == [b"one", b"three", b"two"]
    assert headers["X-Amz-Firehose-Access-Key"] == "open sesame"
    assert headers["X-Amz-Firehose-Request-Id"] == document["requestId"]
    assert headers["X-Amz-Firehose-Protocol-Version"] == "1.0"
    assert headers["X-Amz-Firehose-Source-Arn"].endswith(":deliverystream/keyed")
    assert json.loads(headers["X-Amz-Firehose-Common-Attributes"]) == {"commonAttributes": {"stage": "test"}}
    assert (headers["Content-Encoding"], headers["Content-Type"]) == ("gzip", "application/json")
    metrics = lab.aws.client("cloudwatch").list_metrics(Namespace="AWS/Firehose")["Metrics"]
    assert "DeliveryToHttpEndpoint.Success" in {one["MetricName"] for one in metrics}


def test_a_stream_s_records_go_to_an_endpoint_and_all_of_them_to_the_backup(lab: Lab) -> None:
    stream_arn = lab.stream("posted")
    with served(lambda _: Reply()) as endpoint:
        lab.stack(
            "posted",
            Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "posted"}},
            Delivery={
                "Type": "AWS::KinesisFirehose::DeliveryStream",
                "DependsOn": "Bucket",
                "Properties": {
                    "DeliveryStreamName": "posted",
                    "DeliveryStreamType": "KinesisStreamAsSource",
                    "KinesisStreamSourceConfiguration": {"KinesisStreamARN": stream_arn, "RoleARN": ROLE},
                    "HttpEndpointDestinationConfiguration": destination(endpoint.url, "posted", S3BackupMode="AllData"),
                },
            },
        )
        lab.put("posted", *({"n": n} for n in range(50)))
        counts = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)["delivery_streams"]["posted"]["counts"]
    assert (counts["delivered"], counts["backed_up"]) == (50, 50)
    assert sorted(json.loads(one)["n"] for one in endpoint.payloads) == list(range(50))
    copies = b"".join(contents.read_object(lab.aws, "posted", key) for key in lab.keys("posted"))
    assert copies.count(b'"n"') == 50


def test_nobody_listening_is_a_connection_that_failed(lab: Lab) -> None:
    with served(lambda _: Reply()) as endpoint:
        url = endpoint.url
    delivery(lab, "unheard", url, RetryOptions={"DurationInSeconds": 0})
    put(lab, "unheard", b"one")
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert failed(lab, "unheard") == {"HttpEndpoint.ConnectionFailed": [b"one"]}


def test_an_endpoint_elsewhere_is_never_called_and_the_status_says_so(lab: Lab) -> None:
    delivery(lab, "elsewhere", "https://ingest.example.com/v1")
    problem = lab.aws.status()["delivery_streams"]["elsewhere"]["problem"]
    assert "https://ingest.example.com/v1 is not on this machine" in problem
    lab.aws.client("firehose").delete_delivery_stream(DeliveryStreamName="elsewhere")


def test_a_stand_in_must_be_on_this_machine() -> None:
    with pytest.raises(LocalAwsError, match="not on this machine"):
        LocalAws.start(endpoints={"https://ingest.example.com/v1": "https://other.example.com"})
