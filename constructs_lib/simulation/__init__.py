"""What a pipeline would do with these records, in process, from its definition."""

from constructs_lib.simulation.delivery.counts import DeliveryCounts
from constructs_lib.simulation.delivery.engine import DeliveryEngine
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedDestination, UnsupportedFeature
from constructs_lib.simulation.mapping.backoff import Backoff
from constructs_lib.simulation.mapping.event_source_mapping import EventSourceMapping
from constructs_lib.simulation.mapping.failure_document import Condition, FailureDocument
from constructs_lib.simulation.mapping.processed import Processed
from constructs_lib.simulation.mapping.windows import Window
from constructs_lib.simulation.ports import (
    ConversionFailure,
    Converter,
    EndpointAnswer,
    EndpointFailure,
    EndpointFault,
    Endpoints,
    FailureKind,
    FunctionFailure,
    Functions,
    ObjectStore,
    Sink,
    SourceRecord,
)

__all__ = [
    "DeliveryEngine",
    "DeliveryCounts",
    "EventSourceMapping",
    "Processed",
    "FailureDocument",
    "Condition",
    "Window",
    "Backoff",
    "SourceRecord",
    "ObjectStore",
    "Functions",
    "FunctionFailure",
    "FailureKind",
    "Endpoints",
    "Sink",
    "Converter",
    "ConversionFailure",
    "EndpointAnswer",
    "EndpointFailure",
    "EndpointFault",
    "UnsupportedDestination",
    "UnsupportedFeature",
    "InvalidDefinition",
]
