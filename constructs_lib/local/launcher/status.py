"""A route that tells what was delivered and what is still on its way."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import ministack.app

from constructs_lib.local.connection import DEFAULT_ACCOUNT, DEFAULT_REGION, STATUS_PATH
from constructs_lib.local.launcher import delivery, event_sources
from constructs_lib.local.launcher.contract import expect
from constructs_lib.local.launcher.options import instance

PATCH = "status"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def apply() -> None:
    """Answer the status route before MiniStack sees the request."""
    expect(PATCH, ministack.app, app=("scope", "receive", "send"), main=())
    original = ministack.app.app

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != STATUS_PATH:
            await original(scope, receive, send)
            return
        query = parse_qs(scope.get("query_string", b"").decode())
        account, region = query.get("account", [DEFAULT_ACCOUNT])[0], query.get("region", [DEFAULT_REGION])[0]
        body = json.dumps(status(account, region)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    ministack.app.app = app


def status(account: str, region: str) -> dict[str, Any]:
    """Collect the counts of one account and region."""
    delivery_streams = delivery.status(account, region)
    mappings = event_sources.status(account, region)
    waiting = sum(entry["waiting"] for entry in (*delivery_streams.values(), *mappings.values()))
    return {
        "instance": instance(),
        "idle": waiting == 0,
        "delivery_streams": delivery_streams,
        "mappings": mappings,
    }
