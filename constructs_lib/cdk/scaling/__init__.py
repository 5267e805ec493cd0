"""Streams whose number of shards follows their load."""

from constructs_lib.cdk.scaling.shard_autoscaling import ShardAutoscaling

__all__ = ["ShardAutoscaling"]
