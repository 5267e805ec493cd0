"""A request to an HTTP endpoint, as Firehose writes it."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.item import Item
from constructs_lib.simulation.delivery.properties import Properties, flag
from constructs_lib.simulation.errors import InvalidDefinition
from constructs_lib.simulation.ports import Endpoints

PROTOCOL_VERSION = "1.0"
SECRET_MEMBER = "api_key"  # noqa: S105 - the name of a member


@dataclass(frozen=True, slots=True)
class RequestShape:
    """What all requests of a delivery stream have in common.

    Attributes:
        url: as it was configured.
        source_arn: of the delivery stream.
        access_key: given in the definition; None where there is none, or a secret holds it.
        secret_arn: of the secret that holds the key.
        attributes: the common attributes.
        zipped: whether bodies are compressed with GZIP.

    Source: Firehose Developer Guide, Understand HTTP endpoint delivery request and response specifications
    """

    url: str
    source_arn: str
    access_key: str | None
    secret_arn: str | None
    attributes: Mapping[str, str]
    zipped: bool

    def headers(self, request_id: str, endpoints: Endpoints) -> dict[str, str]:
        """Write the headers of one attempt; a secret is read anew for each."""
        key = self.access_key if self.secret_arn is None else api_key(endpoints.secret(self.secret_arn))
        return {
            "Content-Type": "application/json",
            "X-Amz-Firehose-Protocol-Version": PROTOCOL_VERSION,
            "X-Amz-Firehose-Request-Id": request_id,
            "X-Amz-Firehose-Source-Arn": self.source_arn,
            **({"Content-Encoding": "gzip"} if self.zipped else {}),
            **({"X-Amz-Firehose-Access-Key": key} if key else {}),
            **({"X-Amz-Firehose-Common-Attributes": self._attributes()} if self.attributes else {}),
        }

    def body(self, request_id: str, items: Sequence[Item], now: float) -> bytes:
        """Write the body: the records in their order, each in base64."""
        document = {
            "requestId": request_id,
            "timestamp": int(now * 1000),
            "records": [{"data": b64encode(item.data).decode("ascii")} for item in items],
        }
        body = json.dumps(document).encode()
        return gzip.compress(body) if self.zipped else body

    def _attributes(self) -> str:
        return json.dumps({"commonAttributes": dict(self.attributes)})


def request_shape(properties: Properties, source_arn: str) -> RequestShape:
    """Read `HttpEndpointDestinationConfiguration`.

    Raises:
        InvalidDefinition: there is no URL, an unknown content encoding, or a secret without its ARN.
    """
    endpoint: Properties = properties.get("EndpointConfiguration") or {}
    request: Properties = properties.get("RequestConfiguration") or {}
    url = endpoint.get("Url")
    if not isinstance(url, str) or not url:
        raise InvalidDefinition(f"EndpointConfiguration.Url is {url!r}; it is required")
    attributes: Sequence[Mapping[str, Any]] = request.get("CommonAttributes") or ()
    return RequestShape(
        url=url,
        source_arn=source_arn,
        access_key=endpoint.get("AccessKey") or None,
        secret_arn=secret_arn(properties.get("SecretsManagerConfiguration") or {}),
        attributes={str(each["AttributeName"]): str(each["AttributeValue"]) for each in attributes},
        zipped=is_zipped(request),
    )


def is_zipped(request: Properties) -> bool:
    """Read `ContentEncoding`."""
    fact = limit("firehose-http-content-encoding")
    encoding = request.get("ContentEncoding") or fact.default
    if encoding not in fact.allowed:
        raise InvalidDefinition(
            f"ContentEncoding {encoding} does not exist; use one of {', '.join(map(str, fact.allowed))}"
        )
    return bool(encoding == "GZIP")


def secret_arn(configuration: Properties) -> str | None:
    """Read `SecretsManagerConfiguration`."""
    if not flag(configuration.get("Enabled")):
        return None
    arn = configuration.get("SecretARN")
    if not isinstance(arn, str) or not arn:
        raise InvalidDefinition("SecretsManagerConfiguration has no SecretARN; add it")
    return arn


def api_key(secret: str) -> str:
    """Read the key out of a secret's value.

    Raises:
        InvalidDefinition: the secret is no JSON object with the member `api_key`.
    """
    try:
        document = json.loads(secret)
    except ValueError:
        document = None
    key = document.get(SECRET_MEMBER) if isinstance(document, dict) else None
    if not isinstance(key, str):
        raise InvalidDefinition('the secret of the endpoint holds no {"api_key": "..."}; write it so')
    return key
