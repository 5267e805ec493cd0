"""Delivery to an HTTPS endpoint: what `HttpEndpointDestination` has."""

from __future__ import annotations

from functools import partial

from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import no_password, retry, secret
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import choice, texts
from constructs_lib.spec.part import Settings

DEFAULT_ENCODING = "GZIP"
ATTRIBUTES = "RequestConfiguration.CommonAttributes"


def attributes(given: Settings) -> list[dict[str, str]] | None:
    """Give `CommonAttributes`."""
    written = given.get("commonAttributes", {})
    return [{"AttributeName": name, "AttributeValue": value} for name, value in written.items()] or None


HTTP_ENDPOINT = Destination(
    keyword="httpEndpoint",
    text="An HTTPS endpoint.",
    property="HttpEndpointDestinationConfiguration",
    metrics="DeliveryToHttpEndpoint",
    required=("url",),
    fields=(
        decides("url", "EndpointConfiguration.Url", text_of("Begins with https://.", "firehose-http-url-length")),
        decides("name", "EndpointConfiguration.Name", text_of("Shown in the console.", "firehose-http-name-length")),
        secret("A secret with the access key"),
        Field(
            keyword="commonAttributes",
            form=fixed(texts("Sent with every request.")),
            decide=lambda given: {ATTRIBUTES: attributes(given)},
            arguments={ATTRIBUTES: "commonAttributes"},
        ),
        decides(
            "contentEncoding",
            "RequestConfiguration.ContentEncoding",
            fixed(choice("firehose-http-content-encoding", "GZIP unless given.")),
            DEFAULT_ENCODING,
        ),
        service_buffering("http"),
        retry("http"),
        backup(failed="FailedDataOnly", everything="AllData"),
    ),
    contradictions=partial(no_password, "url"),
)
