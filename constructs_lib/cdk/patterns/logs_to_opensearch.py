"""A log group, searchable."""

from __future__ import annotations

from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from constructs_lib.cdk.delivery import (
    Backup,
    Decompression,
    DeliveryStream,
    DirectPut,
    FailureBucket,
    IndexRotation,
    LogMessageExtraction,
    OpenSearchDestination,
)
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers import LogSubscription
from constructs_lib.patterns.definitions.logs_to_opensearch import LOGS_TO_OPENSEARCH


class LogsToOpenSearch(PatternConstruct):
    """Define how the events of a log group are unpacked and indexed in an OpenSearch domain.

    Args:
        scope: the parent.
        id: unique in the scope.
        log_group_name: log group whose events are JSON.
        domain_arn: domain of OpenSearch.
        index: name of the index, to which the rotation adds its time.
        rotation: how often a new index begins, as the service names it.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = LOGS_TO_OPENSEARCH

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log_group_name: str,
        domain_arn: str,
        index: str,
        rotation: str = IndexRotation.DAILY.value,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        domain = opensearch.Domain.from_domain_attributes(
            self, "Domain", domain_arn=domain_arn, domain_endpoint="unused.example.com"
        )
        self.delivery = DeliveryStream(
            self,
            "ToSearch",
            source=DirectPut(key=self.key),
            processors=[Decompression(), LogMessageExtraction()],
            destination=OpenSearchDestination(
                domain=domain,
                index=index,
                index_rotation=IndexRotation(rotation),
                backup=Backup(bucket=FailureBucket(self, "Failures")),
            ),
        )
        group = logs.LogGroup.from_log_group_name(self, "Logs", log_group_name)
        self.subscription = LogSubscription(self, "Subscription", log_group=group, target=self.delivery)
        self.monitor(alarm_topic_arn, deliveries=[self.delivery])
