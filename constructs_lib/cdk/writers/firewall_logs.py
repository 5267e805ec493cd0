"""What a network firewall saw, written into delivery streams."""

from __future__ import annotations

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_networkfirewall as networkfirewall
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.targets import Target, delivery_target_of

TYPE = "AWS::NetworkFirewall::LoggingConfiguration"


class FirewallLogs(Construct):
    """Write the logs of a network firewall into delivery streams, with a service-linked role.

    Args:
        scope: the parent.
        id: unique in the scope.
        firewall_arn: a firewall has one such configuration.
        alerts: gets what stateful rules dropped, rejected or alerted on.
        flows: gets every flow that the stateful engine saw.
        tls: gets events of TLS inspection.

    Attributes:
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: a target is no delivery stream.
        ValueError: there is no target.

    Example:
        >>> FirewallLogs(self, "Log", firewall_arn=firewall.attr_firewall_arn, alerts=delivery)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        firewall_arn: str,
        alerts: firehose.IDeliveryStream | None = None,
        flows: firehose.IDeliveryStream | None = None,
        tls: firehose.IDeliveryStream | None = None,
    ) -> None:
        super().__init__(scope, id)
        given = {"ALERT": alerts, "FLOW": flows, "TLS": tls}
        written = {
            kind: delivery_target_of(target, "Network Firewall") for kind, target in given.items() if target is not None
        }
        if not written:
            raise ValueError("there is nothing to write into: give at least one of alerts, flows and tls")
        properties = {
            "FirewallArn": firewall_arn,
            "LoggingConfiguration": {
                "LogDestinationConfigs": [_destination(kind, target) for kind, target in written.items()]
            },
        }
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments={"LoggingConfiguration.LogDestinationConfigs": "alerts, flows or tls"},
            context=list({target.arn: target.definition for target in written.values()}.values()),
            references={text: found for target in written.values() for text, found in target.references.items()},
        )
        self.definition = approval.annotate(self)
        self.resource = networkfirewall.CfnLoggingConfiguration(
            self, "Resource", **l1.arguments(networkfirewall.CfnLoggingConfigurationProps, properties)
        )


def _destination(kind: str, target: Target) -> dict[str, object]:
    return {
        "LogType": kind,
        "LogDestinationType": "KinesisDataFirehose",
        "LogDestination": {"deliveryStream": target.name},
    }
