from __future__ import annotations

import gzip
import json
import subprocess
from typing import TYPE_CHECKING, Any

from constructs_lib.local import contents, environment
from constructs_lib.runtime.aggregation import UserRecord, aggregate
from tests.patience import PATIENCE_SECONDS, eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"
KEYS = "{carrier:.carrier}"
TRANSFORM = """
import base64, json

def handler(event, context):
    records = []
    for record in event["records"]:
        flight = json.loads(base64.b64decode(record["data"]))
        result = {"cancelled": "Dropped", "broken": "ProcessingFailed"}.get(flight["status"], "Ok")
        flight["batch"] = len(event["records"])
        data = base64.b64encode((json.dumps(flight) + "\\n").encode()).decode()
        records.append({"recordId": record["recordId"], "result": result, "data": data})
    return {"records": records}
"""


def processor(kind: str, **parameters: str) -> dict[str, Any]:
    named = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    return {"Type": kind, "Parameters": named}


def destination(bucket: str, function_arn: str, **more: Any) -> dict[str, Any]:
    return {
        "BucketARN": f"arn:aws:s3:::{bucket}",
        "RoleARN": ROLE,
        "Prefix": "carrier=!{partitionKeyFromQuery:carrier}/",
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "CompressionFormat": "GZIP",
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {
            "Enabled": True,
            "Processors": [
                processor("MetadataExtraction", MetadataExtractionQuery=KEYS, JsonParsingEngine="JQ-1.6"),
                processor("Lambda", LambdaArn=function_arn, BufferSizeInMBs="1", BufferIntervalInSeconds="60"),
            ],
        },
        **more,
    }


def flights(number: int) -> list[dict[str, Any]]:
    statuses = ["landed", "landed", "cancelled", "broken"]
    return [{"carrier": "AA" if n % 2 else "UA", "status": statuses[n % 4], "n": n} for n in range(number)]


def delivered(lab: Lab, bucket: str, prefix: str) -> list[dict[str, Any]]:
    found = []
    for item in contents.objects(lab.aws, bucket, prefix):
        body = lab.aws.client("s3").get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
        found += [json.loads(line) for line in gzip.decompress(body).splitlines()]
    return found


def test_a_stream_s_records_are_transformed_in_batches_partitioned_and_accounted_for(lab: Lab) -> None:
    lab.stream("flights", shards=2)
    transform = lab.function("flights-transform", TRANSFORM)
    lab.stack(
        "flights-delivery",
        Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "flights-data"}},
        Delivery={
            "Type": "AWS::KinesisFirehose::DeliveryStream",
            "DependsOn": "Bucket",
            "Properties": {
                "DeliveryStreamName": "flights-delivery",
                "DeliveryStreamType": "KinesisStreamAsSource",
                "KinesisStreamSourceConfiguration": {
                    "KinesisStreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/flights",
                    "RoleARN": ROLE,
                },
                "ExtendedS3DestinationConfiguration": destination("flights-data", transform),
            },
        },
    )
    lab.put("flights", *flights(200))
    status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    counts = status["delivery_streams"]["flights-delivery"]["counts"]
    assert (counts["accepted"], counts["delivered"], counts["dropped"]) == (200, 100, 50)
    assert counts["failed"] == {"processing-failed": 50}

    american, united = delivered(lab, "flights-data", "carrier=AA/"), delivered(lab, "flights-data", "carrier=UA/")
    assert {one["carrier"] for one in american} == {"AA"}
    assert {one["carrier"] for one in united} == {"UA"}
    assert sorted(one["n"] for one in american + united) == [n for n in range(200) if n % 4 < 2]
    assert all(one["batch"] > 1 for one in american)
    assert len(lab.keys("flights-data")) < 20

    failed = list(contents.failed_records(lab.aws, "flights-data", "errors/processing-failed/"))
    assert sorted(json.loads(one.data)["n"] for one in failed) == [n for n in range(200) if n % 4 == 3]
    assert {one.code for one in failed} == {"Lambda.ProcessingFailedStatus"}

    metrics = lab.aws.client("cloudwatch").list_metrics(Namespace="AWS/Firehose")["Metrics"]
    expected = {"DataReadFromKinesisStream.Records", "DeliveryToS3.Records", "DeliveryToS3.Success"}
    assert expected <= {one["MetricName"] for one in metrics}


def test_records_that_a_producer_packed_are_taken_apart_before_the_transform(lab: Lab) -> None:
    stream_arn = lab.stream("packed")
    lab.aws.client("s3").create_bucket(Bucket="packed")
    lab.aws.client("firehose").create_delivery_stream(
        DeliveryStreamName="packed",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": stream_arn, "RoleARN": ROLE},
        ExtendedS3DestinationConfiguration=destination("packed", lab.function("packed-transform", TRANSFORM)),
    )
    packed = aggregate([UserRecord(json.dumps(one).encode(), str(one["n"])) for one in flights(8)])
    lab.aws.client("kinesis").put_record(StreamName="packed", Data=packed, PartitionKey="any")
    counts = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)["delivery_streams"]["packed"]["counts"]
    assert (counts["received"], counts["accepted"], counts["delivered"], counts["dropped"]) == (1, 8, 4, 2)
    assert sorted(one["n"] for one in delivered(lab, "packed", "carrier=")) == [0, 1, 4, 5]


READ_PARQUET = """
import duckdb, json, sys
print(json.dumps(duckdb.sql(f"select n, carrier from '{sys.argv[1]}' order by n").fetchall()))
"""


def test_records_become_parquet_with_the_columns_of_their_table(lab: Lab, tmp_path: Path) -> None:
    s3, glue, firehose = (lab.aws.client(name) for name in ("s3", "glue", "firehose"))
    s3.create_bucket(Bucket="columns")
    glue.create_database(DatabaseInput={"Name": "lake"})
    columns = [{"Name": "n", "Type": "int"}, {"Name": "carrier", "Type": "string"}]
    glue.create_table(DatabaseName="lake", TableInput={"Name": "flights", "StorageDescriptor": {"Columns": columns}})
    firehose.create_delivery_stream(
        DeliveryStreamName="columns",
        ExtendedS3DestinationConfiguration={
            "BucketARN": "arn:aws:s3:::columns",
            "RoleARN": ROLE,
            "Prefix": "flights/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
            "DataFormatConversionConfiguration": {
                "SchemaConfiguration": {"RoleARN": ROLE, "DatabaseName": "lake", "TableName": "flights"},
                "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
                "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
            },
        },
    )
    payloads = [*(json.dumps(one).encode() for one in flights(20)), b'{"n": 20, "carr', b'{"n": "no number"}']
    firehose.put_record_batch(DeliveryStreamName="columns", Records=[{"Data": one} for one in payloads])
    counts = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)["delivery_streams"]["columns"]["counts"]
    assert (counts["delivered"], counts["failed"]) == (20, {"format-conversion-failed": 2})
    (key,) = (key for key in lab.keys("columns") if key.startswith("flights/"))
    file = tmp_path / "flights.parquet"
    s3.download_file("columns", key, str(file))
    done = subprocess.run(
        [str(environment.install()), "-c", READ_PARQUET, str(file)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [[one["n"], one["carrier"]] for one in flights(20)]
    failed = list(contents.failed_records(lab.aws, "columns", "errors/format-conversion-failed/"))
    assert sorted(one.data for one in failed) == sorted(payloads[20:])
    assert {one.code for one in failed} == {"DataFormatConversion.ParseError", "DataFormatConversion.MalformedData"}


def test_direct_puts_are_backed_up_joined_and_delivered(lab: Lab) -> None:
    s3, firehose = lab.aws.client("s3"), lab.aws.client("firehose")
    for bucket in ("backed-up-data", "backed-up-source"):
        s3.create_bucket(Bucket=bucket)
    backup = {
        "BucketARN": "arn:aws:s3:::backed-up-source",
        "RoleARN": ROLE,
        "Prefix": "source/",
        "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
    }
    transform = lab.function("backed-up-transform", TRANSFORM)
    firehose.create_delivery_stream(
        DeliveryStreamName="backed-up",
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration=destination(
            "backed-up-data", transform, S3BackupMode="Enabled", S3BackupConfiguration=backup
        ),
    )
    records = [{"Data": json.dumps(one).encode()} for one in flights(8)]
    answer = firehose.put_record_batch(DeliveryStreamName="backed-up", Records=records[:7])
    assert answer["FailedPutCount"] == 0
    firehose.put_record(DeliveryStreamName="backed-up", Record=records[7])
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    kept = eventually(lambda: [key for key in lab.keys("backed-up-source") if key.startswith("source/")])
    copies = b"".join(s3.get_object(Bucket="backed-up-source", Key=key)["Body"].read() for key in kept)
    assert copies.count(b'"n"') == 8
    assert sorted(one["n"] for one in delivered(lab, "backed-up-data", "carrier=")) == [0, 1, 4, 5]


def test_error_objects_are_replicated_to_the_failure_bucket(lab: Lab) -> None:
    versioned = {"Status": "Enabled"}
    rule = {
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": "errors/"},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": {"Fn::GetAtt": ["Failures", "Arn"]}},
    }
    transform = lab.function("replicated-transform", TRANSFORM)
    lab.stack(
        "replicated-errors",
        Failures={
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "replicated-failures", "VersioningConfiguration": versioned},
        },
        Data={
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketName": "replicated-data",
                "VersioningConfiguration": versioned,
                "ReplicationConfiguration": {"Role": ROLE, "Rules": [rule]},
            },
        },
        Delivery={
            "Type": "AWS::KinesisFirehose::DeliveryStream",
            "DependsOn": "Data",
            "Properties": {
                "DeliveryStreamName": "replicated",
                "ExtendedS3DestinationConfiguration": destination("replicated-data", transform),
            },
        },
    )
    records = [{"Data": json.dumps(one).encode()} for one in flights(4)]
    lab.aws.client("firehose").put_record_batch(DeliveryStreamName="replicated", Records=records)
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    (failed,) = contents.failed_records(lab.aws, "replicated-failures")
    assert json.loads(failed.data)["n"] == 3
    assert all(key.startswith("errors/processing-failed/") for key in lab.keys("replicated-failures"))


def test_records_wait_while_the_bucket_is_missing_and_are_delivered_once_it_is_there(lab: Lab) -> None:
    transform = lab.function("patient-transform", TRANSFORM)
    firehose = lab.aws.client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName="patient",
        ExtendedS3DestinationConfiguration=destination("late-bucket", transform),
    )
    firehose.put_record(DeliveryStreamName="patient", Record={"Data": json.dumps(flights(1)[0]).encode()})

    def problem() -> str | None:
        entry: dict[str, Any] = lab.aws.status()["delivery_streams"]["patient"]
        assert entry["waiting"] == 1
        return entry["problem"]

    assert "late-bucket" in str(eventually(problem))
    lab.aws.client("s3").create_bucket(Bucket="late-bucket")
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert [one["n"] for one in delivered(lab, "late-bucket", "carrier=UA/")] == [0]


def test_a_destination_that_is_not_simulated_says_so(lab: Lab) -> None:
    backup = {"BucketARN": "arn:aws:s3:::any", "RoleARN": ROLE}
    lab.aws.client("firehose").create_delivery_stream(
        DeliveryStreamName="to-splunk",
        SplunkDestinationConfiguration={
            "HECEndpoint": "https://splunk.example.com:8088",
            "HECEndpointType": "Raw",
            "HECToken": "any",
            "S3Configuration": backup,
        },
    )
    problem = lab.aws.status()["delivery_streams"]["to-splunk"]["problem"]
    assert "SplunkDestinationConfiguration is not simulated" in problem
