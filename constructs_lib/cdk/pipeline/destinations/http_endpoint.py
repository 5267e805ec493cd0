"""From the HTTP endpoint of a pipeline spec to that of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import ContentEncoding, Endpoint, HttpEndpointDestination
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered
from constructs_lib.spec import Settings
from constructs_lib.spec.destinations.http_endpoint import partner


def to_http_endpoint(given: Settings, place: Place) -> Destination:
    """Deliver to an HTTPS endpoint."""
    return HttpEndpointDestination(
        endpoint=endpoint(given),
        secret=place.secret(given),
        common_attributes=given.get("commonAttributes", {}),
        content_encoding=ContentEncoding(given.get("contentEncoding", "GZIP")),
        buffering=buffering(given, "http", partner(given).size),
        **delivered(given, place),
    )


def endpoint(given: Settings) -> Endpoint:
    """Find where requests are sent."""
    listener = partner(given)
    return Endpoint(
        url=given.get("url") or listener.sites[given.get("site")],
        name=given.get("name", listener.name or None),
        size=listener.size,
        needs_key=listener.needs_key,
    )
