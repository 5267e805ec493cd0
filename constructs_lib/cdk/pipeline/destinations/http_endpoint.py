"""From the HTTP endpoint of a pipeline spec to that of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import ContentEncoding, Endpoint, HttpEndpointDestination
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered
from constructs_lib.spec import Settings


def to_http_endpoint(given: Settings, place: Place) -> Destination:
    """Deliver to an HTTPS endpoint."""
    return HttpEndpointDestination(
        endpoint=Endpoint(url=given.get("url"), name=given.get("name")),
        secret=place.secret(given),
        common_attributes=given.get("commonAttributes", {}),
        content_encoding=ContentEncoding(given.get("contentEncoding", "GZIP")),
        buffering=buffering(given, "http"),
        **delivered(given, place),
    )
