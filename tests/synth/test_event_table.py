"""A Glue table made of a JSON Schema, together with the delivery that writes its objects."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import aws_glue as glue
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk import (
    DeliveryStream,
    EventTable,
    FormatConversion,
    GlueTable,
    OpenXJson,
    Orc,
    PartitionBy,
    S3Destination,
    SchemaHasNoColumns,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.destinations import deliver, resources_of
from tests.synth.parts import only, resources
from tests.synth.writing import assert_clean

SCHEMA = {
    "type": "object",
    "properties": {
        "carrier": {"type": "string"},
        "delay": {"type": ["integer", "null"], "minimum": -120, "maximum": 10000},
        "departed": {"type": "string", "format": "date-time"},
        "route": {"type": "object", "properties": {"from": {"type": "string"}, "to": {"type": "string"}}},
    },
}
TABLE, DATABASE = "AWS::Glue::Table", "AWS::Glue::Database"


def destination(prefix: str = "flights/", **arguments: Any) -> S3Destination:
    conversion = FormatConversion(table=EventTable(schema=SCHEMA, name="flights"))
    return S3Destination(**{"prefix": prefix, "conversion": conversion, **arguments})


def storage(stack: Any) -> dict[str, Any]:
    found: dict[str, Any] = only(stack, TABLE)["TableInput"]["StorageDescriptor"]
    return found


def columns(stack: Any) -> dict[str, str]:
    return {each["Name"]: each["Type"] for each in storage(stack)["Columns"]}


def test_a_table_is_defined_where_the_objects_are_and_firehose_reads_it(stack):
    given = deliver(stack, destination())
    ((table, found),) = [(name, each) for name, each in resources(stack).items() if each["Type"] == TABLE]
    assert given["DataFormatConversionConfiguration"]["SchemaConfiguration"]["TableName"] == {"Ref": table}
    assert found["Properties"]["TableInput"]["Parameters"] == {"classification": "parquet"}
    assert columns(stack) == {
        "carrier": "string",
        "delay": "int",
        "departed": "timestamp",
        "route": "struct<from:string,to:string>",
    }
    bucket = given["BucketARN"]["Fn::GetAtt"][0]
    assert storage(stack)["Location"] == {"Fn::Join": ["", ["s3://", {"Ref": bucket}, "/flights/"]]}
    assert {"Ref": table} in [each["Fn::Join"][1][-1] for each in resources_of(stack, "glue:GetTable")]


def test_keys_that_the_prefix_names_are_partition_keys_and_no_columns(stack):
    prefix = "flights/carrier=!{partitionKeyFromQuery:carrier}/day=!{timestamp:yyyy-MM-dd}/"
    deliver(stack, destination(prefix, partition_by=PartitionBy.jq({"carrier": ".carrier"})))
    table = only(stack, TABLE)["TableInput"]
    assert table["PartitionKeys"] == [{"Name": "carrier", "Type": "string"}, {"Name": "day", "Type": "string"}]
    assert "carrier" not in columns(stack)
    assert storage(stack)["Location"]["Fn::Join"][1][-1] == "/flights/"


def test_orc_has_readers_of_its_own(stack):
    table = EventTable(schema=SCHEMA, name="flights", parameters={"projection.enabled": "true"})
    deliver(stack, destination(conversion=FormatConversion(table=table, output=Orc())))
    assert storage(stack)["SerdeInfo"] == {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.orc.OrcSerde"}
    assert storage(stack)["InputFormat"].endswith("OrcInputFormat")
    parameters = only(stack, TABLE)["TableInput"]["Parameters"]
    assert parameters == {"classification": "orc", "projection.enabled": "true"}


def test_a_database_can_be_given_by_name_or_as_a_resource(stack):
    database = glue.CfnDatabase(
        stack, "Air", catalog_id=stack.account, database_input=glue.CfnDatabase.DatabaseInputProperty(name="air")
    )
    for name, given in (("One", "sky"), ("Two", database)):
        table = EventTable(schema=SCHEMA, name="flights", database=given)
        DeliveryStream(stack, name, destination=destination(conversion=FormatConversion(table=table)))
    names = [each["Properties"]["DatabaseName"] for each in resources(stack).values() if each["Type"] == TABLE]
    assert names == ["sky", {"Ref": stack.get_logical_id(database)}]


def test_keys_of_events_are_renamed_for_the_table_as_for_the_deserializer(stack):
    table = EventTable(schema={"properties": {"user-agent": {"type": "string"}}}, name="clicks")
    reading = OpenXJson(keys={"user_agent": "user-agent"})
    deliver(stack, destination(conversion=FormatConversion(table=table, input=reading)))
    assert columns(stack) == {"user_agent": "string"}


@pytest.mark.parametrize("prefix", [None, "errors", "!{timestamp:yyyy}/"])
def test_a_table_that_would_read_failed_records_is_refused(stack, prefix):
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "lake")
    with pytest.raises(ValueError, match="would read what fails"):
        DeliveryStream(stack, "Delivery", destination=destination(prefix=prefix, bucket=bucket))


def test_a_schema_that_makes_no_columns_leaves_nothing_behind(stack):
    table = EventTable(schema={"properties": {"it": {}}}, name="flights")
    with pytest.raises(SchemaHasNoColumns, match="/properties/it"):
        DeliveryStream(stack, "Delivery", destination=destination(conversion=FormatConversion(table=table)))
    assert stack.node.children == []


def test_a_name_that_glue_does_not_take_is_refused_by_its_argument(stack):
    table = EventTable(schema=SCHEMA, name="f" * 256)
    with pytest.raises(InvalidProperties) as refusal:
        DeliveryStream(stack, "Delivery", destination=destination(conversion=FormatConversion(table=table)))
    assert {finding.argument for finding in refusal.value.findings} == {"destination.conversion.table.name"}


def test_a_table_of_another_account_is_read_there(stack):
    table = GlueTable(database="air", name="flights", catalog="444455556666", region="eu-west-1")
    given = deliver(stack, S3Destination(conversion=FormatConversion(table=table)))
    schema = given["DataFormatConversionConfiguration"]["SchemaConfiguration"]
    assert (schema["CatalogId"], schema["Region"]) == ("444455556666", "eu-west-1")
    written = str(resources_of(stack, "glue:GetTable"))
    assert ":glue:eu-west-1:444455556666:table/air/flights" in written


def test_logical_ids_of_what_a_table_needs_have_not_changed(stack):
    DeliveryStream(stack, "Delivery", destination=destination())
    kinds = {name: each["Type"] for name, each in resources(stack).items() if each["Type"] in (TABLE, DATABASE)}
    assert kinds == {"DeliveryTableC2E075E3": TABLE, "DeliveryDatabase9AE22EE0": DATABASE}


def test_no_pack_finds_anything(stack):
    DeliveryStream(stack, "Delivery", destination=destination())
    assert_clean(stack)


@pytest.mark.parametrize("region", ["eu-west-1", "cn-north-1"])
def test_arns_are_of_the_partition_and_region_of_the_stack(stack_in, region):
    stack = stack_in(region)
    DeliveryStream(stack, "Delivery", destination=destination())
    catalog = resources_of(stack, "glue:GetTable")[0]
    assert catalog == {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":glue:{region}:111122223333:catalog"]]}
