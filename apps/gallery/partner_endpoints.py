"""Delivery to every partner of the table: to an address that it publishes, or to one that only its customer knows."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from apps.gallery.secrets import existing_secret
from constructs_lib.cdk import (
    PARTNERS,
    Backup,
    DeliveryStream,
    Endpoint,
    FailureBucket,
    HttpEndpointDestination,
    Partner,
)


class PartnerEndpoints(Stack):
    """Define one delivery for each partner, with a failure bucket in common.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: delivery to partners")
        failures = Backup(bucket=FailureBucket(self, "Failures"))
        for partner in PARTNERS:
            name = "".join(letter for letter in partner.name if letter.isalnum())
            DeliveryStream(
                self,
                f"To{name}",
                destination=HttpEndpointDestination(
                    endpoint=_endpoint(partner), secret=existing_secret(self, name), backup=failures
                ),
            )


def _endpoint(partner: Partner) -> Endpoint:
    if partner.sites:
        return partner.at(next(iter(partner.sites)))
    return partner.url(f"https://{partner.name.lower().replace(' ', '-')}.example.com/firehose")
