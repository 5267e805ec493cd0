"""Where a delivery stream gets its records from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms

from constructs_lib.cdk.attributes import key_arn, key_of, role_arn, stream_arn
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.graph import Definition, Reference

READ_ACTIONS = ("kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards")
ENCRYPTED_AT_THE_SOURCE = (
    "records of a data stream are encrypted by that stream; Firehose takes server-side encryption for direct puts only"
)


@dataclass(frozen=True, kw_only=True)
class BoundSource:
    """What a source adds to a delivery stream.

    Attributes:
        properties: in CloudFormation's casing.
        context: the definition it is related to, when this app has it.
        references: token text to the attribute it stands for.
        acknowledged: rule of another pack to the reason why it is not followed.
        remarks: id of a warning to its text.
        excluded: property of a destination that this source does not deliver to, to the reason.
    """

    properties: dict[str, Any]
    context: tuple[Definition, ...] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, str] = field(default_factory=dict)

    def require_reachable(self, destination: str) -> None:
        """Refuse a destination that the source does not deliver to.

        Args:
            destination: property of the delivery stream.

        Raises:
            ValueError: with the reason.
        """
        if destination in self.excluded:
            raise ValueError(self.excluded[destination])


class Source(ABC):
    """Where records come from."""

    @abstractmethod
    def bind(self, role: ServiceRole) -> BoundSource:
        """Allow the role to read, and say what the delivery stream is defined with."""


@dataclass(frozen=True)
class KinesisSource(Source):
    """Read a data stream, from the latest record on.

    Attributes:
        stream: any stream; a customer key of it is granted too.
    """

    stream: kinesis.IStream

    def bind(self, role: ServiceRole) -> BoundSource:
        """Allow the role to read the stream."""
        arn = stream_arn(self.stream)
        role.permissions.allow(READ_ACTIONS, arn)
        role.permissions.allow_key(key_of(self.stream), "kms:Decrypt")
        definition = describe(self.stream)
        return BoundSource(
            properties={
                "DeliveryStreamType": "KinesisStreamAsSource",
                "KinesisStreamSourceConfiguration": {"KinesisStreamARN": arn, "RoleARN": role_arn(role)},
            },
            context=(definition,) if definition else (),
            references={arn: Reference(definition.id, "Arn")} if definition else {},
            acknowledged={"AwsSolutions-KDF1": ENCRYPTED_AT_THE_SOURCE},
        )


@dataclass(frozen=True, kw_only=True)
class DirectPut(Source):
    """Take what producers put, encrypted while it waits.

    Attributes:
        key: customer key; a key that AWS owns unless given.
    """

    key: kms.IKey | None = None

    def bind(self, role: ServiceRole) -> BoundSource:
        """Allow the role to use the key."""
        if self.key is None:
            encryption = {"KeyType": "AWS_OWNED_CMK"}
        else:
            role.permissions.allow_key(self.key, "kms:Decrypt", "kms:GenerateDataKey")
            encryption = {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key_arn(self.key)}
        return BoundSource(
            properties={
                "DeliveryStreamType": "DirectPut",
                "DeliveryStreamEncryptionConfigurationInput": encryption,
            }
        )
