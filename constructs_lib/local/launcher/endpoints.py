# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""HTTP endpoints on this machine, as the simulation sends to them."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ministack.core.responses import request_scope
from ministack.services import secretsmanager

from constructs_lib.local.endpoints import is_loopback
from constructs_lib.local.launcher import options
from constructs_lib.local.launcher.contract import expect
from constructs_lib.simulation import EndpointAnswer, EndpointFailure, EndpointFault, UnsupportedFeature

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_TEXT = "the value of the secret is not text"


class SecretRefusedError(Exception):
    """Secrets Manager did not give a secret."""


def check(patch: str) -> None:
    """Check what reading secrets relies on."""
    expect(patch, secretsmanager, _get_secret_value=("data",))


def require_reachable(url: str) -> None:
    """Refuse an endpoint elsewhere.

    Raises:
        UnsupportedFeature: nothing on this machine stands in for it.
    """
    if not is_loopback(options.stand_ins().get(url, url)):
        raise UnsupportedFeature(
            f"{url} is not on this machine, and nothing leaves it; start the local AWS with a stand-in: "
            f"kinesis-constructs local up --endpoint {url}=http://127.0.0.1:PORT"
        )


class LocalEndpoints:
    """Sends requests to loopback addresses, with the secrets of one account and region.

    Args:
        account: twelve digits.
        region: such as `us-east-1`.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region

    def post(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, size: int) -> EndpointAnswer:
        """Send one request.

        Raises:
            EndpointFailure: there was no answer, or none of this size in this time.
            UnsupportedFeature: the endpoint is not on this machine.
        """
        require_reachable(url)
        parts = urlsplit(options.stand_ins().get(url, url))
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        try:
            connect(connection)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            return exchange(connection, path, headers, body, size)
        finally:
            connection.close()

    def secret(self, arn: str) -> str:
        """Read the current value of a secret.

        Raises:
            SecretRefusedError: there is no such secret, or it holds no text.
        """
        with request_scope(self._account, self._region):
            code, _, answer = secretsmanager._get_secret_value({"SecretId": arn})
        document = json.loads(answer)
        if code >= 400:
            raise SecretRefusedError(f"{arn}: {document.get('message', 'it cannot be read')}")
        value = document.get("SecretString")
        if not isinstance(value, str):
            raise SecretRefusedError(f"{arn}: {NO_TEXT}")
        return value


def connect(connection: http.client.HTTPConnection) -> None:
    """Open a connection.

    Raises:
        EndpointFailure: nobody listens, or the other side shows no certificate that can be trusted.
    """
    try:
        connection.connect()
    except ssl.SSLError as error:
        raise EndpointFailure(str(error), EndpointFault.TLS) from None
    except OSError as error:
        raise EndpointFailure(str(error), EndpointFault.CONNECTION_FAILED) from None


def exchange(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str], body: bytes, size: int
) -> EndpointAnswer:
    """Send a request and read its answer.

    Raises:
        EndpointFailure: there was no answer in time, or none of this size.
    """
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        content = answer.read(size + 1)
    except TimeoutError:
        raise EndpointFailure("the endpoint did not answer in time", EndpointFault.TIMEOUT) from None
    except (http.client.HTTPException, OSError) as error:
        raise EndpointFailure(str(error), EndpointFault.CONNECTION_RESET) from None
    if len(content) > size:
        raise EndpointFailure(f"the answer is larger than {size} bytes", EndpointFault.TOO_LARGE)
    return EndpointAnswer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)
