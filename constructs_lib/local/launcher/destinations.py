"""Where a mapping's failed batches go: a queue, a topic or a bucket."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from constructs_lib.local.connection import Connection
from constructs_lib.local.launcher.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.simulation import FailureDocument


class UnknownDestinationError(Exception):
    """A failure destination is neither a queue nor a topic nor a bucket."""


class FailureDestination:
    """The failure destination of one mapping, reached through the front door as its role would.

    Args:
        record: MiniStack's record of the mapping.
        account: the mapping's account.
        region: its region.
    """

    def __init__(self, record: Mapping[str, Any], *, account: str, region: str) -> None:
        self._mapping_id: str = record["UUID"]
        destination = ((record.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        self._arn: str | None = destination
        self._store = LocalStore(account, region)
        endpoint = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}"
        self._connection = Connection(endpoint=endpoint, account=account, region=region)

    def send(self, document: FailureDocument) -> None:
        """Send what is known about a batch that was given up; without a destination it is forgotten, as on AWS.

        Raises:
            UnknownDestinationError: the destination is of no known kind.
            Exception: the destination did not take it.
        """
        if self._arn is None:
            return
        _, _, service, region, account, resource = self._arn.split(":", 5)
        if service == "s3":
            body = json.dumps(document.message_with_payload()).encode()
            self._store.put(resource, document.object_key(self._mapping_id), body)
        elif service == "sqs":
            url = f"{self._connection.endpoint}/{account}/{resource}"
            self._connection.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(document.message()))
        elif service == "sns":
            self._connection.client("sns").publish(TopicArn=self._arn, Message=json.dumps(document.message()))
        else:
            raise UnknownDestinationError(f"{self._arn} ({region}) is no queue, topic or bucket")
