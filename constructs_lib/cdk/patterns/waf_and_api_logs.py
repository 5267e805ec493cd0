"""What a firewall and an API log."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from constructs_lib.cdk.delivery import Buffering, DeliveryStream, DirectPut, FailureBucket, S3Destination
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers import WafLogs
from constructs_lib.patterns.definitions.waf_and_api_logs import WAF_AND_API_LOGS


class WafAndApiLogs(PatternConstruct):
    """Define delivery streams for the logs of a web ACL and for access logs of APIs.

    Args:
        scope: the parent.
        id: unique in the scope.
        name: end of the delivery streams' names.
        web_acl_arn: web ACL that is logged.
        buffer_seconds: after which logs are written.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Attributes:
        access: delivery stream of access logs: `HttpAccessLogs(pattern.access)` is the setting of a stage.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = WAF_AND_API_LOGS

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        web_acl_arn: str,
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self._failures = FailureBucket(self, "Failures")
        self._buffering = Buffering(interval=Duration.seconds(buffer_seconds))
        self.requests = self._delivery("Requests", f"aws-waf-logs-{name}")
        self.access = self._delivery("Access", f"amazon-apigateway-{name}")
        self.waf_logs = WafLogs(self, "WafLogs", web_acl_arn=web_acl_arn, target=self.requests)
        self.monitor(alarm_topic_arn, deliveries=[self.requests, self.access])

    def _delivery(self, id: str, name: str) -> DeliveryStream:
        lake = S3Destination(
            prefix=f"{id.lower()}/!{{timestamp:yyyy/MM/dd}}/", buffering=self._buffering, failures=self._failures
        )
        source = DirectPut(key=self.key)
        return DeliveryStream(self, id, source=source, delivery_stream_name=name, destination=lake)
