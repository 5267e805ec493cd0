"""Attributes of constructs that never change, asked once: each question is a round trip to Node."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

_ASKED: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def bucket_arn(bucket: s3.IBucket) -> str:
    """Give the ARN of a bucket."""
    return _text(bucket, "bucket_arn")


def objects_arn(bucket: s3.IBucket, pattern: str) -> str:
    """Give the ARN of the objects whose keys match a pattern."""
    return f"{bucket_arn(bucket)}/{pattern}"


def stream_arn(stream: kinesis.IStream) -> str:
    """Give the ARN of a data stream."""
    return _text(stream, "stream_arn")


def function_arn(function: lambda_.IFunction) -> str:
    """Give the ARN of a function."""
    return _text(function, "function_arn")


def key_arn(key: kms.IKey) -> str:
    """Give the ARN of a key."""
    return _text(key, "key_arn")


def role_arn(role: iam.IRole) -> str:
    """Give the ARN of a role."""
    return _text(role, "role_arn")


def key_of(encrypted: s3.IBucket | kinesis.IStream) -> kms.IKey | None:
    """Give the customer key of a bucket or a stream, if it has one."""
    key: kms.IKey | None = _once(encrypted, "encryption_key")
    return key


def remember_key(encrypted: s3.IBucket | kinesis.IStream, key: kms.IKey | None) -> None:
    """Note with which key a construct of ours was just defined, so that nobody has to ask."""
    _ASKED.setdefault(encrypted, {})["encryption_key"] = key


def _text(construct: Any, attribute: str) -> str:
    value: str = _once(construct, attribute)
    return value


def _once(construct: Any, attribute: str) -> Any:
    known = _ASKED.setdefault(construct, {})
    if attribute not in known:
        known[attribute] = getattr(construct, attribute)
    return known[attribute]
