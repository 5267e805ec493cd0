"""What AWS DMS replicates into streams."""

from __future__ import annotations

from constructs_lib.graph import ResourceView

ENDPOINT = "AWS::DMS::Endpoint"


def is_kinesis(endpoint: ResourceView) -> bool:
    """Tell whether an endpoint is one of a stream.

    Raises:
        CannotDecide: its engine is not known.
    """
    return (endpoint["EngineName"].text or "").lower() == "kinesis"
