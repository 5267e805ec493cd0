from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.reading.jq_queries import query_keys

S3 = """
Parameters: {{Team: {{Type: String}}, Switch: {{Type: String}}}}
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        {rows}
"""
QUERY = """DynamicPartitioningConfiguration: {Enabled: true}
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: MetadataExtraction
              Parameters:
                - {ParameterName: MetadataExtractionQuery, ParameterValue: "{carrier: .carrier}"}"""
FUNCTION = """DynamicPartitioningConfiguration: {Enabled: true}
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: Lambda
              Parameters:
                - {ParameterName: LambdaArn, ParameterValue: "arn:aws:lambda:us-east-1:111122223333:function:keys"}"""


def s3(*rows: str) -> str:
    return S3.format(rows="\n        ".join(rows))


def test_a_plain_prefix_needs_no_error_prefix() -> None:
    RuleCase("KDF100").passes(s3("Prefix: orders/"))


def test_partitioning_needs_an_error_prefix_whatever_the_prefix() -> None:
    RuleCase("KDF100").finds(s3(QUERY, "Prefix: orders/"))


def test_a_prefix_that_a_parameter_completes_is_undecided_about_its_error_prefix() -> None:
    RuleCase("KDF100").undecided(s3('Prefix: !Sub "${Team}/"'))


def test_an_expression_beside_a_parameter_is_still_seen() -> None:
    results = RuleCase("KDF100").run(s3('Prefix: !Sub "${Team}/!{timestamp:yyyy}/"'))
    assert [finding.property for finding in results.findings] == [
        "ExtendedS3DestinationConfiguration.ErrorOutputPrefix"
    ]


def test_the_error_type_belongs_to_the_error_prefix_only() -> None:
    finding = RuleCase("KDF101").finds(s3('Prefix: "!{firehose:error-output-type}/"'))
    assert finding.allowed == "firehose:random-string"
    RuleCase("KDF101").passes(s3('ErrorOutputPrefix: "!{firehose:error-output-type}/!{firehose:random-string}/"'))


def test_a_partition_key_in_the_error_prefix_is_found() -> None:
    prefix = 'ErrorOutputPrefix: "!{firehose:error-output-type}/!{partitionKeyFromQuery:carrier}/"'
    assert "carrier" in RuleCase("KDF102").finds(s3(prefix)).message


def test_keys_without_partitioning_are_found() -> None:
    prefix = 'Prefix: "!{partitionKeyFromQuery:carrier}/"'
    assert "partitioning is off" in RuleCase("KDF111").finds(s3(prefix)).message


def test_a_disabled_processing_configuration_makes_no_keys() -> None:
    rows = QUERY.replace("          Enabled: true", "          Enabled: false")
    assert "no processor" in RuleCase("KDF110").finds(s3(rows, 'Prefix: "x/"')).message


def test_only_a_function_makes_keys_but_the_prefix_uses_none_of_them() -> None:
    RuleCase("KDF110").finds(s3(FUNCTION, 'Prefix: "!{partitionKeyFromQuery:carrier}/"'))
    RuleCase("KDF110").passes(s3(FUNCTION, 'Prefix: "!{partitionKeyFromLambda:carrier}/"'))


def test_partitioning_that_a_parameter_switches_is_undecided() -> None:
    rows = QUERY.replace("Enabled: true}", "Enabled: !Ref Switch}")
    RuleCase("KDF110").undecided(s3(rows, "Prefix: orders/"))


def test_a_key_that_the_query_does_not_make_is_found() -> None:
    finding = RuleCase("KDF112").run(s3(QUERY, 'Prefix: "!{partitionKeyFromQuery:day}/"')).findings
    assert [found.given for found in finding] == ["day", "a prefix without carrier"]


def test_a_query_that_is_no_object_is_undecided() -> None:
    rows = QUERY.replace("{carrier: .carrier}", ".|{carrier}")
    RuleCase("KDF112").undecided(s3(rows, 'Prefix: "!{partitionKeyFromQuery:carrier}/"'))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("{a: .a, b: .b}", ["a", "b"]),
        ("{a}", ["a"]),
        ('{"a b": .x, c: (.d | {e: 1, f: 2} | .e)}', ["a b", "c"]),
        ('{a: .t|strftime("%Y,%m"), b: [.c, .d][0]}', ["a", "b"]),
        ('{a: ".,\\"{", b: 1}', ["a", "b"]),
        ("{}", []),
        (".a", None),
        ("{(.k): .v}", None),
        ("{a: 1} | {b: 2}", None),
    ],
)
def test_keys_are_read_off_a_query(query: str, keys: list[str] | None) -> None:
    assert query_keys(query) == keys
