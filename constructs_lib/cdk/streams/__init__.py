"""Kinesis data streams."""

from constructs_lib.cdk.streams.data_stream import DataStream
from constructs_lib.cdk.streams.distribution import RecordDistribution
from constructs_lib.cdk.streams.modes import OnDemand, Provisioned

__all__ = ["DataStream", "OnDemand", "Provisioned", "RecordDistribution"]
