"""Plain constructs of the CDK, with what an organisation decided."""

from __future__ import annotations

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct

from constructs_lib.cdk import KeyArn, KeyParameter, OrganisationDefaults


class Defaults(Stack):
    """Define streams of the CDK's own kind: of the organisation, and of a group with a key of its own.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: defaults for plain constructs")
        OrganisationDefaults(
            key=KeyParameter("/streaming/key-arn"), retention=Duration.hours(72), tags={"owner": "data"}
        ).add_to(self)
        kinesis.Stream(self, "Orders", stream_mode=kinesis.StreamMode.ON_DEMAND)
        payments = Construct(self, "Payments")
        own = self.format_arn(
            service="kms",
            resource="key",
            resource_name="1234abcd-12ab-34cd-56ef-1234567890ab",
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        OrganisationDefaults(key=KeyArn(own), retention=Duration.days(7)).add_to(payments)
        kinesis.Stream(payments, "Stream", stream_mode=kinesis.StreamMode.ON_DEMAND)
