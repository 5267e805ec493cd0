"""Registered consumers of data streams."""

from constructs_lib.cdk.consumers.fan_out_consumer import FanOutConsumer

__all__ = ["FanOutConsumer"]
