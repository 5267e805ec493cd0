"""What a destination is to a delivery stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IConstruct

from constructs_lib.cdk.delivery.log import DeliveryLog


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The delivery stream as its destination sees it.

    Attributes:
        scope: where the destination defines its own resources.
        role: the role that delivers.
        log: where errors of delivery are written.
        transform: the processor of the transform, in CloudFormation's casing.
    """

    scope: Construct
    role: iam.Role
    log: DeliveryLog
    transform: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class BoundDestination:
    """What a destination adds to a delivery stream.

    Attributes:
        name: property of the delivery stream: `ExtendedS3DestinationConfiguration`.
        configuration: its value in CloudFormation's casing.
        arguments: path in the configuration to the name of the Python argument.
        bucket: where records are delivered.
        failures: where failed records come to rest.
        dependencies: what must stand before the delivery stream.
    """

    name: str
    configuration: dict[str, Any]
    arguments: Mapping[str, str]
    bucket: s3.IBucket
    failures: s3.IBucket
    dependencies: tuple[IConstruct, ...] = field(default=())


class Destination(ABC):
    """Where records are delivered."""

    @abstractmethod
    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define what the destination needs, allow the role to use it, and say how to deliver to it."""
