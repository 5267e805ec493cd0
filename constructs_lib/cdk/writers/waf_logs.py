"""What a web ACL saw, written into a delivery stream."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.targets import delivery_target_of

TYPE = "AWS::WAFv2::LoggingConfiguration"
DEFAULT_REDACTED_HEADERS = ("authorization", "cookie")
ONLY_BLOCKED = {
    "DefaultBehavior": "DROP",
    "Filters": [
        {
            "Behavior": "KEEP",
            "Requirement": "MEETS_ANY",
            "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}],
        }
    ],
}
ARGUMENTS = {"LogDestinationConfigs": "target", "ResourceArn": "web_acl_arn", "RedactedFields": "redacted_headers"}


class WafLogs(Construct):
    """Write the log of a web ACL into a delivery stream, with a role of AWS WAF's own.

    Args:
        scope: the parent.
        id: unique in the scope.
        web_acl_arn: a web ACL has one such log. For CloudFront it is in us-east-1, and so is the delivery stream.
        target: takes direct puts; its name begins with `aws-waf-logs-`.
        redacted_headers: whose values are left out; those that hold credentials unless given.
        only_blocked: leave out requests that were let through.

    Attributes:
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream.

    Example:
        >>> WafLogs(self, "Log", web_acl_arn=acl.attr_arn, target=requests)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        web_acl_arn: str,
        target: firehose.IDeliveryStream,
        redacted_headers: Sequence[str] = DEFAULT_REDACTED_HEADERS,
        only_blocked: bool = False,
    ) -> None:
        super().__init__(scope, id)
        written = delivery_target_of(target, "AWS WAF")
        properties = present(
            {
                "ResourceArn": web_acl_arn,
                "LogDestinationConfigs": [written.arn],
                "RedactedFields": [{"SingleHeader": {"Name": header}} for header in redacted_headers] or None,
                "LoggingFilter": ONLY_BLOCKED if only_blocked else None,
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
        self.resource = wafv2.CfnLoggingConfiguration(
            self, "Resource", **l1.arguments(wafv2.CfnLoggingConfigurationProps, properties)
        )
