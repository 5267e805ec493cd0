from __future__ import annotations

import gzip
import json
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    """One request, as it came in."""

    path: str
    headers: dict[str, str]
    document: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.document["requestId"])

    @property
    def payloads(self) -> list[bytes]:
        return [b64decode(one["data"]) for one in self.document["records"]]


@dataclass(frozen=True)
class Reply:
    """What the endpoint answers, and when."""

    status: int = 200
    members: dict[str, Any] = field(default_factory=dict)
    wait: threading.Event | None = None
    keeps: bool = True
    """Whether the records are taken, whatever the answer says."""


Script = Callable[[Received], Reply]


class Endpoint:
    """A real HTTP server that takes what Firehose sends, and now and then does not."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Received] = []
        self.taken: dict[str, list[bytes]] = {}
        """Payloads by request id: what is sent again under the same id is the same."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/ingest"

    @property
    def payloads(self) -> list[bytes]:
        return [payload for each in self.taken.values() for payload in each]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
                request = Received(self.path, dict(self.headers.items()), json.loads(plain))
                endpoint.requests.append(request)
                reply = endpoint.script(request)
                if reply.wait is not None:
                    reply.wait.wait(30)
                if reply.keeps and reply.status == 200:
                    endpoint.taken[request.id] = request.payloads
                answer = json.dumps({"requestId": request.id, "timestamp": 1, **reply.members}).encode()
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                with suppress(BrokenPipeError):  # who asked may have given up
                    self.wfile.write(answer)

            def log_message(self, *_: object) -> None: ...

        return Handler


@contextmanager
def served(script: Script) -> Iterator[Endpoint]:
    """Serve on a free loopback port."""
    endpoint = Endpoint(script)
    thread = threading.Thread(target=endpoint.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.server.shutdown()
        endpoint.server.server_close()
        thread.join()
