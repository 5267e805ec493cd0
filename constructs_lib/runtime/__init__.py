"""What runs inside Lambda: adapters that turn one function per record into a handler that loses none.

Needs `constructs_lib.limits` and the standard library, so three folders copied into an asset are the whole package.
"""

from constructs_lib.runtime.firehose_transform import transform
from constructs_lib.runtime.kinesis_consumer import consumer
from constructs_lib.runtime.results import Drop, Fail, Ok, Result

__all__ = ["transform", "consumer", "Ok", "Drop", "Fail", "Result"]
