from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import CfnParameter, Duration, Size, Stack
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Annotations, Match

from constructs_lib.cdk import (
    Backup,
    Buffering,
    DeliveryStream,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
)
from tests.synth.destinations import NUMBER, WRITES_FAILURES, actions, deliver, resources_of, wrong_arguments
from tests.synth.parts import only, resources, statements
from tests.synth.writing import assert_clean

FLIGHTS = IcebergTable(database="air", table="flights")
S3_TABLES = IcebergCatalog.s3_tables("lake")
WRITES_TABLES = {"glue:GetDatabase", "glue:GetTable", "glue:UpdateTable"}


@pytest.fixture
def glue(stack: Stack) -> IcebergCatalog:
    return IcebergCatalog.glue(s3.Bucket.from_bucket_name(stack, "Warehouse", "warehouse"), prefix="tables/")


def ends(found: Any) -> set[str]:
    return {each["Fn::Join"][1][-1] for each in found}


def test_tables_of_a_glue_catalog_are_written_with_their_files(stack, glue):
    given = deliver(stack, IcebergDestination(catalog=glue, tables=(FLIGHTS,)))
    assert given["CatalogConfiguration"]["CatalogArn"]["Fn::Join"][1][-1] == ":catalog"
    assert given["DestinationTableConfigurationList"] == [
        {"DestinationDatabaseName": "air", "DestinationTableName": "flights"}
    ]
    assert given["s3BackupMode"] == "FailedDataOnly"
    assert given["BufferingHints"] == {"SizeInMBs": 5, "IntervalInSeconds": 300}
    assert given["RetryOptions"] == {"DurationInSeconds": 300}
    assert actions(stack) == WRITES_FAILURES | WRITES_TABLES | {"s3:DeleteObject"}
    assert ends(resources_of(stack, "glue:UpdateTable")) == {":catalog", ":database/air", ":table/air/flights"}
    assert resources_of(stack, "s3:DeleteObject")["Fn::Join"][1][-1] == ":s3:::warehouse/tables/*"


def test_tables_of_s3_tables_are_opened_by_lake_formation(stack):
    given = deliver(stack, IcebergDestination(catalog=S3_TABLES, tables=(FLIGHTS,)))
    assert given["CatalogConfiguration"]["CatalogArn"]["Fn::Join"][1][-1] == ":catalog/s3tablescatalog/lake"
    assert actions(stack) == WRITES_FAILURES | WRITES_TABLES | {"lakeformation:GetDataAccess"}
    assert ends(resources_of(stack, "glue:UpdateTable")) == {
        ":catalog", ":catalog/s3tablescatalog", ":catalog/s3tablescatalog/lake", ":database/air",
        ":database/s3tablescatalog/lake/air", ":table/air/flights", ":table/s3tablescatalog/lake/air/flights",
    }  # fmt: skip


def test_every_argument_reaches_its_property(stack, glue):
    table = IcebergTable(
        database="air", table="flights", unique_keys=("id",), partition_by=("day",), error_prefix="flights/"
    )
    given = deliver(
        stack,
        IcebergDestination(
            catalog=glue,
            tables=(table,),
            append_only=False,
            create_tables=True,
            evolve_schema=True,
            buffering=Buffering(size=Size.mebibytes(128), interval=Duration.seconds(900)),
            retry=Duration.hours(2),
        ),
    )
    assert given["DestinationTableConfigurationList"] == [
        {
            "DestinationDatabaseName": "air",
            "DestinationTableName": "flights",
            "UniqueKeys": ["id"],
            "PartitionSpec": {"Identity": [{"SourceName": "day"}]},
            "S3ErrorOutputPrefix": "flights/",
        }
    ]
    assert given["CatalogConfiguration"]["WarehouseLocation"] == "s3://warehouse/tables/"
    assert given["AppendOnly"] is False
    assert given["TableCreationConfiguration"] == given["SchemaEvolutionConfiguration"] == {"Enabled": True}
    assert given["BufferingHints"] == {"SizeInMBs": 128, "IntervalInSeconds": 900}
    assert "glue:CreateTable" in actions(stack)
    failures = next(each for allowed, each in statements(stack, "DeliveryRole") if "s3:PutObject" in allowed)
    assert {each["Fn::Join"][1][-1] for each in failures} == {"/errors/*", "/flights/*"}


def test_records_choose_their_table_by_jq(stack):
    route = {"database": ".db", "table": ".kind | ascii_downcase", "operation": ".op"}
    given = deliver(stack, IcebergDestination(catalog=S3_TABLES, route=route))
    (extraction,) = given["ProcessingConfiguration"]["Processors"]
    assert extraction["Parameters"][0]["ParameterValue"] == (
        "{destinationDatabaseName:.db,destinationTableName:(.kind | ascii_downcase),operation:.op}"
    )
    assert ":table/*/*" in ends(resources_of(stack, "glue:UpdateTable"))


def test_a_route_to_what_no_record_may_choose_is_refused(stack):
    with pytest.raises(ValueError, match="takes out catalog"):
        deliver(stack, IcebergDestination(catalog=S3_TABLES, route={"catalog": ".c"}))


def test_everything_wrong_is_said_at_once(stack):
    wrong = IcebergDestination(
        catalog=S3_TABLES,
        create_tables=True,
        buffering=Buffering(size=Size.mebibytes(129), interval=Duration.seconds(901)),
        retry=Duration.seconds(7201),
        backup=Backup(all_records=True),
    )
    assert wrong_arguments(stack, wrong) == {
        "destination.catalog.warehouse",
        "destination.tables",
        "destination.buffering.size",
        "destination.buffering.interval",
        "destination.retry",
        "destination.backup.all_records",
    }


def test_unique_keys_of_a_table_that_only_grows_are_a_warning(stack):
    table = IcebergTable(database="air", table="flights", unique_keys=("id",))
    deliver(stack, IcebergDestination(catalog=S3_TABLES, tables=(table,), append_only=True))
    assert Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp(".*KDF244.*"))


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    given = deliver(
        stack,
        IcebergDestination(
            catalog=S3_TABLES,
            tables=(FLIGHTS,),
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
        ),
    )
    assert given["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_into_one_table_stand_beside_each_other(stack):
    for name in ("First", "Second"):
        DeliveryStream(stack, name, destination=IcebergDestination(catalog=S3_TABLES, tables=(FLIGHTS,)))
    assert resources(stack)


OWNER = "444455556666"


def test_the_owner_of_a_catalog_is_told_the_policies_of_catalog_and_files(stack):
    files = s3.Bucket.from_bucket_attributes(stack, "Files", bucket_name="their-tables", account=OWNER)
    catalog = IcebergCatalog.glue(files, account=OWNER, region="eu-central-1")
    destination = IcebergDestination(catalog=catalog, tables=(FLIGHTS,))
    delivery = DeliveryStream(stack, "Delivery", destination=destination)
    (_, asked_of_catalog), (_, asked_of_files) = sorted(
        delivery.required_policies.items(), key=lambda each: "their-tables" in each[0]
    )
    given = stack.resolve(delivery.resource.iceberg_destination_configuration)["catalogConfiguration"]["catalogArn"]
    assert given["Fn::Join"][1][-1] == f":glue:eu-central-1:{OWNER}:catalog"
    (statement,) = stack.resolve(asked_of_catalog)["Statement"]
    assert set(statement["Action"]) == WRITES_TABLES
    assert [each["Fn::Join"][1][-1] for each in statement["Resource"]] == [
        f":glue:eu-central-1:{OWNER}:{name}" for name in ("catalog", "database/air", "table/air/flights")
    ]
    assert len(stack.resolve(asked_of_files)["Statement"]) == 2
    ((actions_on_files, condition),) = [
        (each["Action"], each["Condition"])
        for each in only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
        if "s3:DeleteObject" in each["Action"]
    ]
    assert "s3:PutObject" in actions_on_files
    assert condition == {"StringEquals": {"s3:ResourceAccount": OWNER}}
    assert_clean(stack)


def test_a_table_bucket_is_found_through_the_accounts_own_catalog():
    with pytest.raises(ValueError, match="leave them out for a table bucket"):
        IcebergCatalog(table_bucket="lake", account=OWNER)
