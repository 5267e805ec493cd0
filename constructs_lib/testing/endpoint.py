"""An HTTP endpoint in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from constructs_lib.simulation import EndpointAnswer
from constructs_lib.testing.deliveries import EndpointRequest

Endpoint = Callable[[EndpointRequest], EndpointAnswer]

SECRET = '{"api_key": "key-of-the-secret"}'  # noqa: S105  a stand-in


def takes_everything(request: EndpointRequest) -> EndpointAnswer:
    """Answer as an endpoint does that has taken the records."""
    told = {"requestId": request.document["requestId"], "timestamp": request.document["timestamp"]}
    return EndpointAnswer(200, {"content-type": "application/json"}, json.dumps(told).encode())


class InProcessEndpoint:
    """Passes requests to a function, and keeps them."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.sent: list[EndpointRequest] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, size: int) -> EndpointAnswer:  # noqa: ARG002  the call returns when it likes
        """Ask the function."""
        request = EndpointRequest(url, dict(headers), body)
        self.sent.append(request)
        return self._endpoint(request)

    def secret(self, arn: str) -> str:  # noqa: ARG002  there is no account to ask
        """Give a key that is no secret."""
        return SECRET
