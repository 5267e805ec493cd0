"""Delivery to an HTTPS endpoint: what `HttpEndpointDestination` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError, listed, suggestion
from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.listeners import LISTENERS, Listener
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import no_password, retry, secret
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import choice, texts
from constructs_lib.spec.part import Settings

DEFAULT_ENCODING = "GZIP"
URL, NAME = "EndpointConfiguration.Url", "EndpointConfiguration.Name"
NAMES = [each.name for each in LISTENERS]
NOBODY = Listener(name="", size="firehose-buffer-http-size", needs_key=False, source="")
BUFFERING = replace(service_buffering("http"), decide=lambda given: sizes(given).decide(given))
ATTRIBUTES = "RequestConfiguration.CommonAttributes"


def attributes(given: Settings) -> list[dict[str, str]] | None:
    """Give `CommonAttributes`."""
    written = given.get("commonAttributes", {})
    return [{"AttributeName": name, "AttributeValue": value} for name, value in written.items()] or None


def partner(given: Settings) -> Listener:
    """Find the partner that is named; one without sites and needs stands for an endpoint of one's own."""
    return next((each for each in LISTENERS if each.name == given.get("partner")), NOBODY)


def contradictions(given: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find a password in an address, a site that is not published, and a key that is missing."""
    yield from no_password("url", given, path)
    chosen, site = partner(Settings(given)), given.get("site")
    if site is not None and chosen is NOBODY:
        yield SchemaError((*path, "site"), "site is one of a partner: give partner, or the url", site)
    elif site is not None and site not in chosen.sites:
        known = suggestion(site, chosen.sites) or "; give the url"
        text = f"{chosen.name} publishes no address for the site {site}{known}"
        yield SchemaError((*path, "site"), text, site, listed(chosen.sites))
    if chosen.needs_key and "secret" not in given:
        yield SchemaError((*path, "partner"), f"{chosen.name} refuses requests without an access key: give secret")


def sizes(given: Settings) -> Field:
    """Give the buffers of a partner, or of any endpoint."""
    return service_buffering("http", partner(given).size)


HTTP_ENDPOINT = Destination(
    keyword="httpEndpoint",
    text="An HTTPS endpoint.",
    property="HttpEndpointDestinationConfiguration",
    metrics="DeliveryToHttpEndpoint",
    one_of=("url", "site"),
    fields=(
        Field(
            keyword="url",
            form=text_of("Begins with https://; or give site.", "firehose-http-url-length"),
            decide=lambda given: {URL: given.get("url") or partner(given).sites[given.get("site")]},
            arguments={URL: "url"},
        ),
        Field(
            keyword="partner",
            form=fixed({"description": "Who listens there, with the size of request that it takes.", "enum": NAMES}),
        ),
        Field(
            keyword="site",
            form=text_of("A site whose address the partner publishes, such as logs-eu; or give url."),
        ),
        Field(
            keyword="name",
            form=text_of("Shown in the console; that of the partner unless given.", "firehose-http-name-length"),
            decide=lambda given: {NAME: given.get("name", partner(given).name or None)},
            arguments={NAME: "name"},
        ),
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
        BUFFERING,
        retry("http"),
        backup(failed="FailedDataOnly", everything="AllData"),
    ),
    contradictions=contradictions,
)
