"""Consumers of data streams."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.cdk.consumers.fan_out_consumer import FanOutConsumer
    from constructs_lib.cdk.consumers.function_consumer import FunctionConsumer
    from constructs_lib.cdk.consumers.kcl_consumer import KclConsumer
    from constructs_lib.cdk.consumers.polling_consumer import PollingConsumer
    from constructs_lib.cdk.consumers.shared_consumer import SharedConsumer

__getattr__, __dir__ = lazily(__name__)

__all__ = ["FanOutConsumer", "FunctionConsumer", "KclConsumer", "PollingConsumer", "SharedConsumer"]
