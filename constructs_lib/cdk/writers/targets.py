"""What services write into: a data stream or a delivery stream, of this app or of another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery import DeliveryStream
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.tokens import known
from constructs_lib.graph import Definition, Reference

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Writable = kinesis.IStream | firehose.IDeliveryStream

PUT = {
    "kinesis": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "firehose": ("firehose:PutRecord", "firehose:PutRecordBatch"),
}

DIRECT_PUT = "DirectPut"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A stream or delivery stream, as a writer names it.

    Attributes:
        kind: `kinesis` or `firehose`.
        arn: may be a token.
        name: may be a token.
        definition: `None` for what another app defines.
        key: what its records are encrypted with, when that is a customer key that is known here.
        key_arn: the same, when only the ARN is known.
    """

    kind: str
    arn: str
    name: str
    definition: Definition | None = None
    key: kms.IKey | None = None
    key_arn: str | None = None

    @property
    def references(self) -> Mapping[str, Reference]:
        """Token text to what it stands for, for the policy."""
        if self.definition is None:
            return {}
        return {self.arn: Reference(self.definition.id, "Arn"), self.name: Reference(self.definition.id)}

    def require_puts(self) -> None:
        """Refuse a delivery stream that reads a source, for a writer of which the policy cannot see the target.

        Raises:
            ValueError: nobody can put records into it.
        """
        source = self.definition.properties.get("DeliveryStreamType") if self.definition is not None else None
        if self.kind == "firehose" and isinstance(source, str) and source != DIRECT_PUT:
            raise ValueError(f"the delivery stream is a {source} and takes no puts: write into what it reads")

    def allow(self, role: iam.Role) -> None:
        """Let a role put records, and use the key that encrypts them."""
        role.add_to_policy(iam.PolicyStatement(actions=list(PUT[self.kind]), resources=[self.arn]))
        if self.key is not None:
            self.key.grant(role, "kms:GenerateDataKey")
        elif self.key_arn is not None:
            role.add_to_policy(iam.PolicyStatement(actions=["kms:GenerateDataKey"], resources=[self.key_arn]))


def target_of(written: Writable) -> Target:
    """Read what is written into.

    Raises:
        TypeError: it is neither a stream nor a delivery stream.
    """
    if is_stream(written):
        return Target(
            kind="kinesis",
            arn=written.stream_arn,
            name=written.stream_name,
            definition=describe(written),
            key=written.encryption_key,
        )
    if hasattr(written, "delivery_stream_arn"):
        return Target(
            kind="firehose",
            arn=written.delivery_stream_arn,
            name=written.delivery_stream_name,
            definition=_delivery(written),
            key_arn=_key_arn(written),
        )
    raise TypeError(f"give an IStream or an IDeliveryStream, not {type(written).__name__}")


def delivery_target_of(written: firehose.IDeliveryStream, service: str) -> Target:
    """Read the delivery stream that a service writes into.

    Raises:
        TypeError: it is something else.
    """
    target = target_of(written)
    if target.kind != "firehose":
        raise TypeError(f"{service} writes into delivery streams only: let one read the data stream, and give that")
    return target


def is_stream(written: Writable) -> TypeIs[kinesis.IStream]:
    """Tell a data stream, imported ones included: those are of no Python class that could be asked for."""
    return hasattr(written, "stream_arn")


def _delivery(stream: firehose.IDeliveryStream) -> Definition | None:
    if isinstance(stream, DeliveryStream):
        return stream.definition
    resource = stream.node.default_child
    if not isinstance(resource, firehose.CfnDeliveryStream):
        return None
    properties = {
        "DeliveryStreamName": resource.delivery_stream_name,
        "DeliveryStreamType": resource.delivery_stream_type,
    }
    return Definition(id=stream.node.path, type=resource.cfn_resource_type, properties=known(present(properties)))


def _key_arn(stream: firehose.IDeliveryStream) -> str | None:
    resource = stream.node.default_child
    if not isinstance(resource, firehose.CfnDeliveryStream):
        return None
    encryption = resource.delivery_stream_encryption_configuration_input
    kind = firehose.CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty
    return encryption.key_arn if isinstance(encryption, kind) else None
