"""What brokers of MSK and nodes of ElastiCache log, written into a delivery stream."""

from __future__ import annotations

from enum import Enum
from typing import Any

from aws_cdk import CfnResource
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_msk as msk

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.writers.targets import Target, delivery_target_of

BROKER_LOGS = "BrokerLogs"


class CacheLog(Enum):
    """A log of ElastiCache.

    Source: CloudFormation Template Reference, `AWS::ElastiCache::ReplicationGroup LogDeliveryConfigurationRequest`.
    """

    SLOW = "slow-log"
    ENGINE = "engine-log"


def write_broker_logs(cluster: msk.CfnCluster, *, target: firehose.IDeliveryStream) -> None:
    """Write what the brokers of a cluster log into a delivery stream, with a service-linked role.

    Args:
        cluster: whose `logging_info` is set; what else it held of broker logs is replaced.
        target: takes direct puts.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream.

    Example:
        >>> write_broker_logs(topics, target=delivery)  # doctest: +SKIP
    """
    written = delivery_target_of(target, "MSK")
    info = {BROKER_LOGS: {"Firehose": {"Enabled": True, "DeliveryStream": written.name}}}
    _approve(cluster, {"LoggingInfo": info}, written)
    cluster.logging_info = msk.CfnCluster.LoggingInfoProperty(**l1.arguments(msk.CfnCluster.LoggingInfoProperty, info))


def write_cache_logs(
    cache: elasticache.CfnReplicationGroup | elasticache.CfnCacheCluster,
    *,
    target: firehose.IDeliveryStream,
    log: CacheLog = CacheLog.SLOW,
) -> None:
    """Write a log of Valkey or Redis OSS nodes into a delivery stream as JSON, with a service-linked role.

    Args:
        cache: whose `log_delivery_configurations` get one more entry.
        target: takes direct puts.
        log: the commands that were slow, unless the engine's own log is wanted.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream, or the entries are a token.

    Example:
        >>> write_cache_logs(sessions, target=delivery)  # doctest: +SKIP
    """
    written = delivery_target_of(target, "ElastiCache")
    before = cache.log_delivery_configurations
    if not isinstance(before, list | None):
        raise TypeError("the log_delivery_configurations are known at deployment only: write this one into them")
    entry = {
        "DestinationType": "kinesis-firehose",
        "DestinationDetails": {"KinesisFirehoseDetails": {"DeliveryStream": written.name}},
        "LogFormat": "json",
        "LogType": log.value,
    }
    _approve(cache, {"LogDeliveryConfigurations": [entry]}, written)
    request = type(cache).LogDeliveryConfigurationRequestProperty
    cache.log_delivery_configurations = [*(before or []), request(**l1.arguments(request, entry))]


def _approve(resource: CfnResource, properties: dict[str, Any], written: Target) -> None:
    approve(
        path_of(resource),
        resource.cfn_resource_type,
        properties,
        arguments=dict.fromkeys(properties, "target"),
        context=[written.definition],
        references=written.references,
    ).annotate(resource)
