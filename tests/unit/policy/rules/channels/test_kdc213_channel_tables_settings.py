from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import SCHEMA, TO_S3, TO_TABLES, example

kdc213 = RuleCase("KDC213")
RECORD = f"{{RecordFormatType: GSR_JSON, GSRSchemaARN: '{SCHEMA}'}}"


def test_a_missing_schema_is_found() -> None:
    finding = kdc213.finds(example(TO_TABLES))
    assert finding.property == "StreamConfigurationList.0.RecordConfiguration.GSRSchemaARN"


def test_a_missing_dead_letter_bucket_is_found() -> None:
    tables = TO_TABLES.replace("DeadLetterQueueS3Configuration", "Unknown")
    finding = kdc213.finds(example(tables, record=RECORD))
    assert finding.property == "S3TablesDestinationConfiguration.DeadLetterQueueS3Configuration"


def test_both_pass() -> None:
    kdc213.passes(example(TO_TABLES, record=RECORD))


def test_a_channel_to_s3_needs_neither() -> None:
    kdc213.passes(example(TO_S3))
