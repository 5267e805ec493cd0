"""What `assert_delivers` says of destinations that are not S3."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from constructs_lib.runtime import Ok, transform
from constructs_lib.simulation import EndpointAnswer, UnsupportedFeature
from constructs_lib.testing import EndpointRequest, NotCompliant, assert_delivers

ROLE = "arn:aws:iam::111122223333:role/delivery"
FAILURES = {"BucketARN": "arn:aws:s3:::failures", "RoleARN": ROLE, "ErrorOutputPrefix": "errors/"}
VENDOR = "https://in.vendor.example/v1"
AT = datetime(2016, 2, 25, 13, tzinfo=UTC)
LAMBDA = {
    "Type": "Lambda",
    "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": {"Fn::GetAtt": ["Clean", "Arn"]}}],
}
UA, AA = {"carrier": "UA"}, {"carrier": "AA"}


def stream(block: str, **settings: Any) -> dict[str, Any]:
    destination = {"RoleARN": ROLE, "S3Configuration": FAILURES, **settings}
    properties = {f"{block}DestinationConfiguration": destination}
    return {"Resources": {"Flights": {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": properties}}}


def vendor(url: object = VENDOR, **settings: Any) -> dict[str, Any]:
    return stream("HttpEndpoint", EndpointConfiguration={"Url": url, "AccessKey": "key"}, **settings)


def processed(block: str, **settings: Any) -> dict[str, Any]:
    return stream(block, ProcessingConfiguration={"Enabled": True, "Processors": [LAMBDA]}, **settings)


def message(*given: Any, **options: Any) -> str:
    with pytest.raises(NotCompliant) as caught:
        assert_delivers(*given, **options)
    return str(caught.value)


def refuses(_request: EndpointRequest) -> EndpointAnswer:
    return EndpointAnswer(403, {}, b"no such key")


def test_records_arrive_at_an_http_endpoint_as_it_gets_them() -> None:
    request = {"ContentEncoding": "GZIP", "CommonAttributes": [{"AttributeName": "team", "AttributeValue": "ops"}]}
    given = vendor(RequestConfiguration=request, S3BackupMode="AllData", BufferingHints={"IntervalInSeconds": 60})
    delivered = assert_delivers(given, [UA, AA], to="https://in.vendor.example/", at=AT)
    assert [[json.loads(each) for each in request.records] for request in delivered.requests] == [[UA], [AA]]
    first = delivered.requests[0]
    assert (first.url, first.attributes) == (VENDOR, {"team": "ops"})
    assert first.headers["X-Amz-Firehose-Access-Key"] == "key"
    assert first.document["timestamp"] == AT.timestamp() * 1000
    assert delivered == {}


def test_the_key_of_an_endpoint_may_stand_in_a_secret_that_nobody_reads() -> None:
    secret = {"Enabled": True, "SecretARN": {"Ref": "Key"}, "RoleARN": ROLE}
    given = vendor(SecretsManagerConfiguration=secret)
    given["Resources"]["Key"] = {"Type": "AWS::SecretsManager::Secret"}
    (request,) = assert_delivers(given, [UA]).requests
    assert request.headers["X-Amz-Firehose-Access-Key"] == "key-of-the-secret"


def test_what_an_endpoint_refuses_is_named_with_its_answer() -> None:
    text = message(vendor(), [UA], endpoint=refuses, to=VENDOR)
    assert text.startswith("error DLV001 record-is-delivered\n  record 0, {'carrier': 'UA'}, failed: HttpEndpoint.")
    assert "403: no such key" in text
    assert f"  allowed   a request to a URL that begins with {VENDOR}\n" in text


def test_an_answer_that_firehose_does_not_accept_fails() -> None:
    def forgets_the_id(request: EndpointRequest) -> EndpointAnswer:
        body = json.dumps({"timestamp": request.document["timestamp"]}).encode()
        return EndpointAnswer(200, {"content-type": "application/json"}, body)

    assert "does not contain a requestId" in message(vendor(), [UA], endpoint=forgets_the_id)


def test_another_endpoint_is_named() -> None:
    text = message(vendor(), [UA], to="https://other.example/")
    assert "error DLV003 record-is-in-its-place\n  record 0, {'carrier': 'UA'}, arrived elsewhere\n" in text
    assert f"  given     {VENDOR}\n" in text


def test_the_transform_of_a_delivery_to_an_endpoint_is_run() -> None:
    handler = transform(lambda flight: Ok({**flight, "late": True}))
    given = processed("HttpEndpoint", EndpointConfiguration={"Url": VENDOR})
    (request,) = assert_delivers(given, [UA], handler=handler).requests
    assert [json.loads(each) for each in request.records] == [{"carrier": "UA", "late": True}]
    assert "DLV001" in message(given, [UA], handler=transform(lambda one: Ok(one["late"])))


@pytest.mark.parametrize(
    ("rotation", "index"),
    [
        ({}, "flights-2016-02-25"),
        ({"IndexRotationPeriod": "OneHour"}, "flights-2016-02-25-13"),
        ({"IndexRotationPeriod": "OneMonth"}, "flights-2016-02"),
        ({"IndexRotationPeriod": "NoRotation"}, "flights"),
    ],
)
@pytest.mark.parametrize("block", ["Amazonopensearchservice", "Elasticsearch"])
def test_documents_go_to_the_index_of_their_arrival(block: str, rotation: dict[str, str], index: str) -> None:
    delivered = assert_delivers(stream(block, IndexName="flights", **rotation), [UA], to=index, at=AT)
    assert [(each.to, json.loads(each.data)) for each in delivered.handed] == [(index, UA)]


def test_a_serverless_collection_has_one_index() -> None:
    delivered = assert_delivers(stream("AmazonOpenSearchServerless", IndexName="flights"), [UA], to="flights")
    assert [each.to for each in delivered.handed] == ["flights"]


def test_a_document_for_another_index_is_named() -> None:
    text = message(stream("Amazonopensearchservice", IndexName="flights"), [UA], to="flights-2017", at=AT)
    assert "  given     flights-2016-02-25\n  allowed   an index that begins with flights-2017\n" in text


def test_what_is_no_document_is_named() -> None:
    text = message(stream("Amazonopensearchservice", IndexName="flights"), [b"UA,1545", [1]], at=AT)
    assert text.count("error DLV006 record-is-json") == 2
    assert "  given     UA,1545\n  allowed   a JSON object\n" in text


@pytest.mark.parametrize("block", ["Splunk", "Snowflake", "Redshift"])
def test_records_are_handed_over_where_a_destination_is_not_simulated(block: str) -> None:
    handler = transform(lambda flight: Ok({**flight, "late": True}))
    delivered = assert_delivers(processed(block), [UA], handler=handler)
    assert [(each.to, json.loads(each.data)) for each in delivered.handed] == [("", {"carrier": "UA", "late": True})]
    assert "DLV001" in message(processed(block), [AA], handler=transform(lambda one: Ok(one["late"])))


ORDERS = {"DestinationDatabaseName": "shop", "DestinationTableName": "orders", "UniqueKeys": ["id"]}
QUERY = '{destinationDatabaseName: "shop", destinationTableName: .table, operation: .operation}'


def by_query(query: str = QUERY, **settings: Any) -> dict[str, Any]:
    parameters = {"MetadataExtractionQuery": query, "JsonParsingEngine": "JQ-1.6"}
    written = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    processor = {"Type": "MetadataExtraction", "Parameters": written}
    return stream("Iceberg", ProcessingConfiguration={"Enabled": True, "Processors": [processor]}, **settings)


def test_rows_go_to_the_one_table_that_is_named() -> None:
    delivered = assert_delivers(stream("Iceberg", DestinationTableConfigurationList=[ORDERS]), [UA], to="shop.orders")
    assert [(each.to, each.operation) for each in delivered.handed] == [("shop.orders", "insert")]


def test_rows_go_where_the_query_says() -> None:
    records = [{"table": "orders", "operation": "delete"}, {"table": "returns"}]
    delivered = assert_delivers(by_query(), records, to="shop.")
    assert [(each.to, each.operation) for each in delivered.handed] == [
        ("shop.orders", "delete"), ("shop.returns", "insert"),
    ]  # fmt: skip
    text = message(by_query(), [{"table": "returns"}], to="shop.orders")
    assert "  given     shop.returns\n  allowed   a table that begins with shop.orders\n" in text


def test_rows_go_where_the_transform_says() -> None:
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        table = {"destinationDatabaseName": "shop", "destinationTableName": "late", "operation": "update"}
        answer = {"result": "Ok", "metadata": {"otfMetadata": table}}
        return {"records": [{**record, **answer} for record in event["records"]]}

    given = processed("Iceberg", DestinationTableConfigurationList=[ORDERS])
    delivered = assert_delivers(given, [UA], handler=handler)
    assert [(each.to, each.operation) for each in delivered.handed] == [("shop.late", "update")]


@pytest.mark.parametrize(
    ("given", "record", "problem"),
    [
        (stream("Iceberg"), UA, "no database and table are named for it"),
        (by_query(), UA, "no database and table are named for it"),
        (
            by_query(),
            {"table": "orders", "operation": "upsert"},
            "operation 'upsert' is none of insert, update, delete",
        ),
        (by_query(), b"no JSON", "the query cannot be applied to it"),
        (by_query(".table"), {"table": "orders"}, "the query makes no one object of it"),
    ],
)
def test_a_row_without_a_table_fails(given: dict[str, Any], record: Any, problem: str) -> None:
    assert f"failed: {problem}" in message(given, [record, record])


@pytest.mark.parametrize(
    ("given", "options", "problem"),
    [
        (
            stream("Splunk"),
            {"to": "x"},
            "Flights hands its records to splunk, and where they go there is not",
        ),
        (vendor(), {"keys": UA}, "keys= are those of a prefix of S3, and Flights delivers to http: leave keys= out"),
        (vendor({"Fn::ImportValue": "url"}), {"to": VENDOR}, "EndpointConfiguration.Url of Flights is known only at"),
        (
            stream("Amazonopensearchservice", IndexName={"Fn::ImportValue": "index"}),
            {"to": "flights"},
            "IndexName of Flights is known only at deployment",
        ),
    ],
)
def test_what_cannot_be_asked_is_said(given: dict[str, Any], options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        assert_delivers(given, [UA], **options)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("DatabaseSourceConfiguration", "Flights reads the changes of a database, which are not simulated"),
        ("MSKSourceConfiguration", "Flights reads a topic, and what its transform gets of it is not simulated"),
    ],
)
def test_records_that_a_test_cannot_give_are_refused(source: str, problem: str) -> None:
    given = processed("Splunk")
    given["Resources"]["Flights"]["Properties"][source] = {"RoleARN": ROLE}
    with pytest.raises(ValueError, match=problem):
        assert_delivers(given, [UA], handler=transform(Ok))


def test_records_of_a_topic_are_delivered_without_a_transform() -> None:
    given = stream("Splunk")
    given["Resources"]["Flights"]["Properties"]["MSKSourceConfiguration"] = {"TopicName": "flights"}
    assert [json.loads(each.data) for each in assert_delivers(given, [UA]).handed] == [UA]


def test_indexes_by_week_are_not_simulated_because_the_guide_counts_in_two_ways() -> None:
    weekly = stream("Amazonopensearchservice", IndexName="flights", IndexRotationPeriod="OneWeek")
    with pytest.raises(UnsupportedFeature, match="counts weeks in two ways"):
        assert_delivers(weekly, [UA], to="flights-2016-w")
    assert [each.to for each in assert_delivers(weekly, [UA]).handed] == ["flights"]
