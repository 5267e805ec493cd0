"""What a destination is to a delivery stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.delivery.log import DeliveryLog
from constructs_lib.cdk.delivery.other_accounts import ResourcesOfOthers
from constructs_lib.cdk.delivery.processing import in_order
from constructs_lib.cdk.roles import ServiceRole


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The delivery stream as its destination sees it.

    Attributes:
        scope: where the destination defines its own resources.
        role: the role that delivers.
        log: where errors of delivery are written.
        acknowledgements: rules of other packs that are not followed, with the reasons.
        processors: what records go through, in CloudFormation's casing.
        others: what other accounts own: buckets, keys, domains, catalogs.
    """

    scope: Construct
    role: ServiceRole
    log: DeliveryLog
    acknowledgements: Acknowledgements
    processors: tuple[Mapping[str, Any], ...] = ()
    others: ResourcesOfOthers = field(default_factory=ResourcesOfOthers)

    def processing(self, more: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any] | None:
        """Give `ProcessingConfiguration`, with what the destination itself adds; `None` when nothing is processed."""
        processors = in_order((*self.processors, *more))
        return {"Enabled": True, "Processors": processors} if processors else None


@dataclass(frozen=True, kw_only=True)
class BoundDestination:
    """What a destination adds to a delivery stream.

    Attributes:
        name: property of the delivery stream: `ExtendedS3DestinationConfiguration`.
        configuration: its value in CloudFormation's casing.
        arguments: path in the configuration to the name of the Python argument.
        bucket: where Firehose writes: the data of an S3 destination, what passes through on the way to Redshift, the
            backup of any other.
        failures: where failed records come to rest.
        dependencies: what must stand before the delivery stream.
        connections: of the network interfaces in the caller's VPC; none outside of one.
    """

    name: str
    configuration: dict[str, Any]
    arguments: Mapping[str, str]
    bucket: s3.IBucket
    failures: s3.IBucket
    dependencies: tuple[IDependable, ...] = field(default=())
    connections: ec2.Connections | None = None


class Destination(ABC):
    """Where records are delivered."""

    @abstractmethod
    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define what the destination needs, allow the role to use it, and say how to deliver to it."""
