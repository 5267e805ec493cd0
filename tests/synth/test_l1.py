from __future__ import annotations

import pytest
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk import l1


def test_nested_mappings_and_lists_become_property_classes():
    made = l1.arguments(
        firehose.CfnDeliveryStreamProps,
        {
            "ExtendedS3DestinationConfiguration": {
                "BucketARN": "bucket",
                "RoleARN": "role",
                "BufferingHints": {"SizeInMBs": 64},
                "EncryptionConfiguration": {"KMSEncryptionConfig": {"AWSKMSKeyARN": "arn"}},
                "ProcessingConfiguration": {"Processors": [{"Type": "Lambda", "Parameters": []}]},
            }
        },
    )
    destination = made["extended_s3_destination_configuration"]
    assert isinstance(destination, firehose.CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty)
    assert destination.buffering_hints == firehose.CfnDeliveryStream.BufferingHintsProperty(size_in_m_bs=64)
    assert destination.encryption_configuration.kms_encryption_config.awskms_key_arn == "arn"
    (processor,) = destination.processing_configuration.processors
    assert isinstance(processor, firehose.CfnDeliveryStream.ProcessorProperty)


def test_lists_of_plain_values_stay_lists():
    made = l1.arguments(lambda_.CfnEventSourceMappingProps, {"FunctionResponseTypes": ["ReportBatchItemFailures"]})
    assert made == {"function_response_types": ["ReportBatchItemFailures"]}


def test_a_property_this_cdk_does_not_know_is_refused_by_name():
    with pytest.raises(ValueError, match="CfnDeliveryStreamProps has no property Colour: update aws-cdk-lib"):
        l1.arguments(firehose.CfnDeliveryStreamProps, {"Colour": "red"})
