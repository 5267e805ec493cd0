"""Logical ids are public: where one changes, CloudFormation replaces the resource, data and all."""

from __future__ import annotations

from tests.synth.parts import pipeline, resources

LOGICAL_IDS = {
    "Delivery5F6C039D": "AWS::KinesisFirehose::DeliveryStream",
    "DeliveryDataBucket4B77BB66": "AWS::S3::Bucket",
    "DeliveryDataBucketPolicy7BEFA296": "AWS::S3::BucketPolicy",
    "DeliveryDataReplicationPermissions9E29E93A": "AWS::IAM::Policy",
    "DeliveryDataReplicationE2E6243B": "AWS::IAM::Role",
    "DeliveryFailures274EEA9D": "AWS::S3::Bucket",
    "DeliveryFailuresPolicy76BA0C71": "AWS::S3::BucketPolicy",
    "DeliveryKey9B966447": "AWS::KMS::Key",
    "DeliveryLogDeliveryD2960D80": "AWS::Logs::LogStream",
    "DeliveryLogGroupC5E0EA5B": "AWS::Logs::LogGroup",
    "DeliveryLogSourceBackup1370F1A4": "AWS::Logs::LogStream",
    "DeliveryRole959799AB": "AWS::IAM::Role",
    "DeliveryRolePermissions5444F8DD": "AWS::IAM::Policy",
    "DeliverySourceBackupCC57880A": "AWS::S3::Bucket",
    "DeliverySourceBackupPolicyA7F44714": "AWS::S3::BucketPolicy",
    "Stream790BDEE4": "AWS::Kinesis::Stream",
    "TransformC0C45E96": "AWS::Lambda::Function",
    "TransformRole5F980DF9": "AWS::IAM::Role",
    "WatchConsumer061626F9": "AWS::Kinesis::StreamConsumer",
    "WatchFailures31D1699D": "AWS::SQS::Queue",
    "WatchFailuresPolicy2407BAE1": "AWS::SQS::QueuePolicy",
    "WatchMapping1F531162": "AWS::Lambda::EventSourceMapping",
    "WatcherA1251678": "AWS::Lambda::Function",
    "WatcherRole3B01CC98": "AWS::IAM::Role",
    "WatchPermissionsA5004115": "AWS::IAM::Policy",
}


def test_no_logical_id_of_a_pipeline_has_changed(stack):
    pipeline(stack)
    assert {name: resource["Type"] for name, resource in resources(stack).items()} == LOGICAL_IDS
