"""The injectors: each completes the properties of one L2 class, and never changes what was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jsii
from aws_cdk import Duration, IPropertyInjector, Reference, Token, Tokenization
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

Properties = Mapping[str, Any]
"""Of an L2 construct, by the names they have in TypeScript; numbers, texts, lists, mappings, and objects of the CDK."""
Complete = Callable[[Properties, Construct], Properties]
"""Gives the defaults for what was given; of these, those that were given are left alone."""


@jsii.implements(IPropertyInjector)
class Injector:
    """Complete the properties of one class below a scope; the nearest scope that has an injector for it decides.

    Args:
        construct: class of the CDK that takes injected properties.
        complete: gives the defaults.
    """

    def __init__(self, construct: type[Any], complete: Complete) -> None:
        self._class: str = construct.PROPERTY_INJECTION_ID
        self._complete = complete

    @property
    def construct_unique_id(self) -> str:
        """The class, as the CDK names it."""
        return self._class

    def inject(self, original_props: Any, *, id: str, scope: Construct) -> Any:  # noqa: ARG002 - the interface's
        """Put the defaults below what was given."""
        given: Properties = original_props or {}
        return {**self._complete(given, scope), **given}


def stream_injector(retention: Duration | None, key: Callable[[Construct], kms.IKey] | None) -> Injector:
    """Complete plain streams: how long records are kept, and whose key encrypts them."""

    def complete(given: Properties, scope: Construct) -> Properties:
        defaults: dict[str, Any] = {}
        if retention is not None:
            defaults["retentionPeriod"] = retention
        if key is not None and given.keys().isdisjoint({"encryption", "encryptionKey"}):
            defaults |= {"encryption": kinesis.StreamEncryption.KMS, "encryptionKey": key(scope)}
        return defaults

    return Injector(kinesis.Stream, complete)


def delivery_stream_injector(key: Callable[[Construct], kms.IKey]) -> Injector:
    """Complete plain delivery streams; one that reads a stream is encrypted by that stream, and takes no key."""

    def complete(given: Properties, scope: Construct) -> Properties:
        if "source" in given or "encryption" in given:
            return {}
        return {"encryption": firehose.StreamEncryption.customer_managed_key(key(scope))}

    return Injector(firehose.DeliveryStream, complete)


def mapping_injector(defaults: Properties) -> Injector:
    """Complete mappings from streams to functions, which `KinesisEventSource` defines, too; no other sources."""

    def complete(given: Properties, _scope: Construct) -> Properties:
        return defaults if is_kinesis(given.get("eventSourceArn")) else {}

    return Injector(lambda_.EventSourceMapping, complete)


def is_kinesis(arn: Any) -> bool:
    """Tell whether an ARN is that of a stream or of a registered consumer, as far as it is known."""
    if not isinstance(arn, str):
        return False
    if not Token.is_unresolved(arn):
        return ":kinesis:" in arn
    tokens = Tokenization.reverse_string(arn).tokens
    kinds = (kinesis.CfnStream, kinesis.CfnStreamConsumer)
    return any(isinstance(each, Reference) and isinstance(each.target, kinds) for each in tokens)
