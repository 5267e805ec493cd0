"""Kinesis data streams."""

from constructs_lib.cdk.streams.data_stream import DataStream
from constructs_lib.cdk.streams.deletion import stack_policy
from constructs_lib.cdk.streams.distribution import RecordDistribution
from constructs_lib.cdk.streams.modes import OnDemand, Provisioned

__all__ = ["DataStream", "OnDemand", "Provisioned", "RecordDistribution", "stack_policy"]
