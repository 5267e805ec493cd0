from __future__ import annotations

import copy
import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.policy.notices.assertions import FAILURES, PARTITIONS
from constructs_lib.runtime import Drop, Ok, transform
from constructs_lib.testing import NotCompliant, assert_delivers

CODE = """
from base64 import b64decode, b64encode
import json
def handler(event, context):
    records = []
    for record in event["records"]:
        carrier = json.loads(b64decode(record["data"]))["carrier"]
        keys = {"partitionKeys": {"carrier": carrier}}
        records.append({"recordId": record["recordId"], "result": "Ok", "data": record["data"], "metadata": keys})
    return {"records": records}
"""
LAMBDA = {
    "Type": "Lambda",
    "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": {"Fn::GetAtt": ["Clean", "Arn"]}}],
}
S3: dict[str, Any] = {
    "BucketARN": {"Fn::GetAtt": ["Lake", "Arn"]},
    "RoleARN": "arn:aws:iam::111122223333:role/delivery",
    "Prefix": "flights/carrier=!{partitionKeyFromLambda:carrier}/year=!{timestamp:yyyy}/",
    "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
    "CompressionFormat": "GZIP",
    "DynamicPartitioningConfiguration": {"Enabled": True},
    "ProcessingConfiguration": {"Enabled": True, "Processors": [LAMBDA]},
}
UA, AA = {"carrier": "UA"}, {"carrier": "AA"}
AT = datetime(2013, 1, 1, tzinfo=UTC)


def template(function: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    code = {"Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": CODE}}
    return copy.deepcopy(
        {
            "Resources": {
                "Lake": {"Type": "AWS::S3::Bucket"},
                "Clean": {"Type": "AWS::Lambda::Function", "Properties": {**code, **(function or {})}},
                "Flights": {
                    "Type": "AWS::KinesisFirehose::DeliveryStream",
                    "Properties": {"ExtendedS3DestinationConfiguration": {**S3, **changes}},
                },
            }
        }
    )


def message(*given: Any, **options: Any) -> str:
    """Give the message of the assertion, without the unique ends of the objects' names."""
    with pytest.raises(NotCompliant) as caught:
        assert_delivers(*given, at=AT, **options)
    return re.sub(r"Flights-1-2013[-\w]+", "Flights-NAME", str(caught.value))


def test_records_that_arrive_in_their_place_pass_with_the_code_of_the_template() -> None:
    stored = assert_delivers(template(), [UA, AA], to="flights/", keys=[UA, AA], at=AT)
    assert [key.split("Flights-")[0] for key in stored] == [
        "flights/carrier=UA/year=2013/", "flights/carrier=AA/year=2013/",
    ]  # fmt: skip
    assert [json.loads(gzip.decompress(body)) for body in stored.values()] == [UA, AA]


def test_bytes_arrive_as_they_are_without_a_transform() -> None:
    stream = {"BucketARN": "arn:aws:s3:::lake", "RoleARN": "arn:aws:iam::111122223333:role/r", "Prefix": "raw/"}
    stored = assert_delivers({"ExtendedS3DestinationConfiguration": stream}, [b"a,b"], to="raw/")
    assert list(stored.values()) == [b"a,b"]


def test_what_only_a_deployment_knows_and_decides_nothing_has_a_stand_in() -> None:
    given = template(BucketARN={"Fn::Sub": "arn:${AWS::Partition}:s3:::lake-${AWS::AccountId}"})
    given["Resources"]["Flights"]["Properties"]["Tags"] = [{"Key": "owner", "Value": {"Fn::ImportValue": "owner"}}]
    assert_delivers(given, [UA], to="flights/carrier=UA/")


def test_a_record_elsewhere_is_named_with_both_places() -> None:
    assert message(template(), [UA, AA], to="flights/", keys=UA) == (
        "error DLV003 record-is-in-its-place\n"
        "  record 1, {'carrier': 'AA'}, arrived elsewhere\n"
        "  where     Flights (AWS::KinesisFirehose::DeliveryStream)\n"
        "  given     flights/carrier=AA/year=2013/Flights-NAME.gz\n"
        "  allowed   a key that begins with flights/ and is flights/carrier=UA/year=.../...\n"
        "  why       readers and tables look for it by its key\n"
        "  fix       correct the prefix, or the partition keys of the transform or query\n"
        f"  source    {PARTITIONS}\n\n"
        "1 error, 0 warnings, 0 info, 0 undecided; checked 1 resource in 1 file"
    )


def test_a_record_that_fails_is_named_with_the_reason() -> None:
    assert message(template(), [UA, {"flight": 1}], to="flights/") == (
        "error DLV001 record-is-delivered\n"
        "  record 1, {'flight': 1}, failed: Lambda.FunctionError: The Lambda function was successfully invoked but "
        "it returned an error result. The handler raised KeyError: 'carrier'\n"
        "  where     Flights (AWS::KinesisFirehose::DeliveryStream)\n"
        "  given     errors/processing-failed/Flights-NAME\n"
        "  allowed   a key that begins with flights/\n"
        "  why       Firehose puts what fails under the error prefix, where its readers do not look\n"
        "  fix       correct the transform or the processors for such records\n"
        f"  source    {FAILURES}\n\n"
        "1 error, 0 warnings, 0 info, 0 undecided; checked 1 resource in 1 file"
    )


def test_a_dropped_record_fails_unless_that_is_meant() -> None:
    drop = transform(lambda _event: Drop("a test flight"))
    assert "error DLV002 record-is-kept\n  record 0, {'carrier': 'UA'}, was dropped\n" in message(
        template(), [UA], handler=drop
    )
    assert assert_delivers(template(), [UA], handler=drop, may_drop=True) == {}


def test_a_key_that_the_prefix_lacks_is_named() -> None:
    text = message(template(), [UA], keys={"airport": "JFK"})
    assert "DLV004 prefix-has-the-keys\n  the prefix has no partition key airport\n" in text
    assert "  allowed   carrier\n" in text


def test_the_handler_that_is_given_is_called() -> None:
    handler = transform(lambda event: Ok(event, {"carrier": "given"}))
    assert_delivers(template(), [UA], handler=handler, keys={"carrier": "given"})


def test_the_code_of_an_asset_is_loaded_from_the_assembly(tmp_path: Path) -> None:
    (tmp_path / "asset.1").mkdir()
    (tmp_path / "asset.1" / "index.py").write_text("from helper import handler\n")
    (tmp_path / "asset.1" / "helper.py").write_text(CODE)
    content = template({"Code": {"S3Bucket": "assets", "S3Key": "1.zip"}})
    listed = {"files": {"1": {"source": {"path": "asset.1", "packaging": "zip"}}}}
    (tmp_path / "Pipeline.assets.json").write_text(json.dumps(listed))
    path = tmp_path / "Pipeline.template.json"
    path.write_text(json.dumps(content))
    assert_delivers(path, [UA], keys=UA)
    (tmp_path / "asset.1" / "helper.py").write_text("handler = None\n")
    assert sorted(each.name for each in (tmp_path / "asset.1").iterdir()) == ["helper.py", "index.py"]
    with pytest.raises(ValueError, match="the code of Clean has no handler"):
        assert_delivers(path, [UA], keys=UA)


@pytest.mark.parametrize(
    ("given", "records", "options", "problem"),
    [
        (template(), [], {}, "give at least one record"),
        (template(), [UA], {"keys": [UA, AA]}, "give keys once, or for each of the 1 records; there are 2"),
        (template({"Runtime": "nodejs24.x"}), [UA], {}, "Clean is no Python function; pass handler="),
        (template({"Handler": "index.main"}), [UA], {}, "the code of Clean has no main; correct its Handler"),
        (template({"Code": {"S3Bucket": "b"}}), [UA], {}, "the code of Clean does not stand beside the template"),
        (template(Prefix={"Fn::ImportValue": "p"}), [UA], {}, "Prefix of Flights is known only at deployment"),
        ({"Resources": {}}, [UA], {}, "set logical_id to one delivery stream of the template: it has none"),
        ({"HttpEndpointDestinationConfiguration": {}}, [UA], {}, "DeliveryStream has no destination: set one"),
    ],
)
def test_what_cannot_be_run_is_said(given: Any, records: Any, options: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        assert_delivers(given, records, **options)


def test_what_the_runtime_says_of_a_record_is_told_and_its_metrics_are_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def clean(event: dict[str, Any]) -> Ok:
        print("looking at", event)  # noqa: T201
        return Ok(event, {"carrier": event["airline"]})

    assert "set for record. The handler says: raised KeyError: 'airline'\n" in message(
        template(), [UA], handler=transform(clean)
    )
    assert capsys.readouterr().out == "looking at {'carrier': 'UA'}\n"


def test_keys_that_the_prefix_lacks_are_named_with_those_that_it_uses() -> None:
    handler = transform(lambda event: Ok(event, {"airline": event["carrier"]}))
    text = message(template(), [UA], handler=handler)
    assert "must not be null or empty. The prefix uses carrier; the transform answered airline\n" in text


def test_many_records_that_fail_alike_are_not_all_listed() -> None:
    text = message(template(), [AA] * 12, keys=UA)
    assert text.count("error DLV003") == 5
    assert "record 4, {'carrier': 'AA'}, arrived elsewhere; 7 more like this\n" in text
    assert message(template(), [AA] * 5, keys=UA).count("error DLV003") == 5
