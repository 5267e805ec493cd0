from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf159 = RuleCase("KDF159")


def schema(**values: object) -> str:
    return s3(**conversion(SchemaConfiguration={"DatabaseName": "lake", "TableName": "orders", **values}))


@pytest.mark.parametrize("name", ["DatabaseName", "TableName"])
def test_an_arn_in_place_of_a_name_is_found(name: str) -> None:
    assert kdf159.finds(schema(**{name: "arn:aws:glue:us-east-1:111122223333:table/lake/orders"})).severity == "error"
    kdf159.finds(schema(**{name: {"Fn::Sub": "arn:aws:glue:${AWS::Region}:111122223333:database/lake"}}))


def test_the_catalog_of_athena_is_none_of_glue() -> None:
    assert kdf159.finds(schema(CatalogId="AwsDataCatalog")).severity == "warning"


@pytest.mark.parametrize("catalog", ["111122223333", 111122223333, "111122223333:s3tablescatalog/lake"])
def test_an_account_passes(catalog: object) -> None:
    kdf159.passes(schema(CatalogId=catalog))


def test_what_is_known_at_deployment_passes() -> None:
    kdf159.passes(schema(CatalogId={"Ref": "AWS::AccountId"}, DatabaseName=UNKNOWN))


def test_a_conversion_that_is_off_does_not_apply() -> None:
    off = {"DatabaseName": "arn:aws:glue:us-east-1:111122223333:database/lake"}
    kdf159.passes(s3(**conversion(Enabled=False, SchemaConfiguration=off)))


def test_a_switch_that_a_parameter_holds_is_undecided() -> None:
    kdf159.undecided(s3(**conversion(Enabled=UNKNOWN)))
