"""Delivery to Splunk: what `SplunkDestination` has."""

from __future__ import annotations

from functools import partial

from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import no_password, retry, secret
from constructs_lib.spec.fields import decides, fixed, seconds, text_of
from constructs_lib.spec.keywords import choice

DEFAULT_ENDPOINT_TYPE = "Raw"

SPLUNK = Destination(
    keyword="splunk",
    text="Splunk, by its HTTP Event Collector.",
    property="SplunkDestinationConfiguration",
    metrics="DeliveryToSplunk",
    required=("endpoint", "secret"),
    made=(),
    fields=(
        decides(
            "endpoint",
            "HECEndpoint",
            text_of("Its URL with the port: https://hec.example.com:8088.", "firehose-splunk-endpoint-length"),
        ),
        secret("A secret with the token of the collector, as hec_token"),
        decides(
            "endpointType",
            "HECEndpointType",
            fixed(choice("firehose-splunk-endpoint-type", "Raw, records in any format, unless given.")),
            DEFAULT_ENDPOINT_TYPE,
        ),
        seconds(
            "acknowledgmentTimeout",
            "HECAcknowledgmentTimeoutInSeconds",
            "firehose-splunk-ack-timeout",
            "How long Splunk may take to acknowledge;",
        ),
        service_buffering("splunk"),
        retry("splunk"),
        backup(failed="FailedEventsOnly", everything="AllEvents"),
    ),
    contradictions=partial(no_password, "endpoint"),
)
