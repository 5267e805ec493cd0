from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf223 = RuleCase("KDF223")


def copying(options: object) -> str:
    return delivery(RedshiftDestinationConfiguration={"CopyCommand": {"DataTableName": "o", "CopyOptions": options}})


@pytest.mark.parametrize(
    "options",
    [
        "COPY orders FROM 's3://lake/orders' json 'auto'",
        "json 'auto' MANIFEST",
        "iam_role 'arn:aws:iam::111122223333:role/copy' json 'auto'",
        "with credentials 'aws_iam_role=arn:aws:iam::111122223333:role/copy'",
    ],
)
def test_what_firehose_writes_itself_is_found(options: str) -> None:
    kdf223.finds(copying(options))


@pytest.mark.parametrize(
    "options",
    ["json 'auto' gzip", "delimiter '|' region 'eu-west-1'", "json 's3://lake/manifest from credentials.json'", ""],
)
def test_options_pass(options: str) -> None:
    kdf223.passes(copying(options))


def test_options_from_a_parameter_are_undecided() -> None:
    kdf223.undecided(copying(UNKNOWN))


def test_a_command_without_options_does_not_apply() -> None:
    kdf223.passes(delivery(RedshiftDestinationConfiguration={"CopyCommand": {"DataTableName": "orders"}}))
