"""Requests of a hook, and a server of this machine for their addresses, read over HTTPS as signed ones are."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
STACK = "arn:aws:cloudformation:us-east-1:111111111111:stack/known/1a2345b6-0000-00a0-a123-00abc0abc000"


def event_of(name: str, address: str) -> dict[str, Any]:
    """The request of a hook on stacks, as the guide shows it."""
    return {
        "clientRequestToken": name,
        "awsAccountId": "111111111111",
        "stackId": STACK,
        "changeSetId": None,
        "hookTypeName": "KinesisConstructs::Policy::Check",
        "hookTypeVersion": "00000001",
        "hookModel": {"LambdaFunction": "arn:aws:lambda:us-east-1:111111111111:function:Policy"},
        "actionInvocationPoint": "CREATE_PRE_PROVISION",
        "requestData": {"targetName": "STACK", "targetType": "STACK", "targetLogicalId": "known", "payload": address},
        "requestContext": {"invocation": 1, "callbackContext": None},
    }


@contextmanager
def signed_addresses(payloads: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, Path]]:
    """Serve payloads as JSON.

    Args:
        payloads: path, with its first slash, to what is behind it.
        folder: receives the certificate.

    Yields:
        The address before the paths, and the certificate that a client has to trust.
    """

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            payload = payloads.get(urlsplit(self.path).path)
            body = json.dumps(payload).encode()
            self.send_response(403 if payload is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    certificate, key = certificate_in(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer((HOST, 0), Answer) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"https://{HOST}:{server.server_port}", certificate
        server.shutdown()
        thread.join()


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
