"""What became of messages that SES sent, written into a delivery stream."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_ses as ses
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import for_this_account, writer_role
from constructs_lib.cdk.writers.targets import delivery_target_of

TYPE = "AWS::SES::ConfigurationSetEventDestination"
SERVICE = "ses.amazonaws.com"
# CloudFormation Template Reference, EventDestination, MatchingEventTypes (read 2026-11-17).
EVENT_NAMES = {
    ses.EmailSendingEvent.SEND: "send",
    ses.EmailSendingEvent.REJECT: "reject",
    ses.EmailSendingEvent.BOUNCE: "bounce",
    ses.EmailSendingEvent.COMPLAINT: "complaint",
    ses.EmailSendingEvent.DELIVERY: "delivery",
    ses.EmailSendingEvent.OPEN: "open",
    ses.EmailSendingEvent.CLICK: "click",
    ses.EmailSendingEvent.RENDERING_FAILURE: "renderingFailure",
    ses.EmailSendingEvent.DELIVERY_DELAY: "deliveryDelay",
    ses.EmailSendingEvent.SUBSCRIPTION: "subscription",
}
ARGUMENTS = {
    "ConfigurationSetName": "configuration_set",
    "EventDestination.KinesisFirehoseDestination.DeliveryStreamARN": "target",
    "EventDestination.MatchingEventTypes": "events",
    "EventDestination.Name": "destination_name",
}


class SesEvents(Construct):
    """Write the events of a configuration set into a delivery stream.

    Args:
        scope: the parent.
        id: unique in the scope.
        configuration_set: whose events are written.
        target: takes direct puts.
        events: which; all of them unless given.
        destination_name: CloudFormation makes one unless given.

    Attributes:
        role: the role that SES writes with.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream.

    Example:
        >>> SesEvents(self, "Mail", configuration_set=outbound, target=delivery)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        configuration_set: ses.IConfigurationSet,
        target: firehose.IDeliveryStream,
        events: Sequence[ses.EmailSendingEvent] = tuple(EVENT_NAMES),
        destination_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = delivery_target_of(target, "SES")
        self.role = writer_role(self, SERVICE, written, conditions=for_this_account(self))
        properties = present(
            {
                "ConfigurationSetName": configuration_set.configuration_set_name,
                "EventDestination": {
                    "Enabled": True,
                    "Name": destination_name,
                    "MatchingEventTypes": [EVENT_NAMES[event] for event in events],
                    "KinesisFirehoseDestination": {
                        "DeliveryStreamARN": written.arn,
                        "IAMRoleARN": self.role.role_arn,
                    },
                },
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = ses.CfnConfigurationSetEventDestination(
            self, "Resource", **l1.arguments(ses.CfnConfigurationSetEventDestinationProps, properties)
        )
        self.resource.node.add_dependency(*permissions(self.role))
