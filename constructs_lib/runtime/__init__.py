"""What runs inside Lambda: adapters that turn one function per record into a handler that loses none.

Needs `constructs_lib.limits` and the standard library, so three folders copied into an asset are the whole package.
"""

from constructs_lib.runtime.codec import Parts, csv_rows, from_json, from_text, to_json_line, to_text_line
from constructs_lib.runtime.firehose_transform import transform
from constructs_lib.runtime.idempotency import EventStore, InProgress, MemoryStore
from constructs_lib.runtime.kinesis_consumer import consumer
from constructs_lib.runtime.log_envelope import LogEvent, log_events
from constructs_lib.runtime.reingest_senders import reingest_to_delivery_stream, reingest_to_stream
from constructs_lib.runtime.reingestion import Reingest, Returned
from constructs_lib.runtime.results import Drop, Fail, Ok, Result
from constructs_lib.runtime.window_consumer import Window, window_consumer

__all__ = [
    "transform",
    "consumer",
    "window_consumer",
    "Window",
    "Ok",
    "Drop",
    "Fail",
    "Result",
    "from_json",
    "from_text",
    "csv_rows",
    "log_events",
    "LogEvent",
    "Parts",
    "to_json_line",
    "to_text_line",
    "Reingest",
    "Returned",
    "reingest_to_stream",
    "reingest_to_delivery_stream",
    "EventStore",
    "InProgress",
    "MemoryStore",
]
