"""From the Splunk of a pipeline spec to that of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import HecEndpointType, SplunkDestination
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered, duration, only
from constructs_lib.spec import Settings
from constructs_lib.spec.units import SHORT


def to_splunk(given: Settings, place: Place) -> Destination:
    """Deliver to Splunk."""
    return SplunkDestination(
        endpoint=given.get("endpoint"),
        secret=place.needed_secret(given),
        endpoint_type=HecEndpointType(given.get("endpointType", "Raw")),
        buffering=buffering(given, "splunk"),
        **only(acknowledgment_timeout=duration(given, "acknowledgmentTimeout", SHORT)),
        **delivered(given, place),
    )
