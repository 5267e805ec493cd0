"""The failure documents of a queue, message after message."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.operate.errors import OperateError, error_code, refused
from constructs_lib.operate.failures.bucket import wants_all
from constructs_lib.operate.failures.reader import read_failures
from constructs_lib.operate.failures.record import FailedRecord, Unreadable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

SCHEME = "sqs://"
REQUEST_MESSAGES = 10
"""The most messages in one call; SQS API reference: ReceiveMessage, DeleteMessageBatch."""
HIDDEN_SECONDS = 600
"""How long a message that was taken stays hidden from others; ours."""
WAIT_SECONDS = 1
NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})


class FailureQueue:
    """Reads the failure documents in the messages of a queue, such as the one that a mapping's failures go to.

    A document of a topic that the queue is subscribed to is taken out of its envelope. Messages are hidden from others
    while they are read; `close` shows again those that were not settled. Receiving counts for the queue's own redrive
    policy, where it has one.

    Args:
        client: a boto3 SQS client.
        name: the queue's name.
        since: leave out messages sent before; with a time zone.

    Raises:
        OperateError: there is no such queue, or it may not be read.
    """

    def __init__(self, client: SQSClient, name: str, *, since: datetime | None = None) -> None:
        self._client = client
        self._name = name
        self._since = since
        self._taken: dict[str, MessageTypeDef] = {}
        try:
            self._url = client.get_queue_url(QueueName=name)["QueueUrl"]
        except ClientError as error:
            if error_code(error) in NO_QUEUE:
                raise OperateError(
                    f"cannot read {SCHEME}{name}: it does not exist: check the name, the account and the region"
                ) from error
            raise refused(error, f"read {SCHEME}{name}") from error
        except BotoCoreError as error:
            raise refused(error, f"read {SCHEME}{name}") from error

    def objects(self, wanted: Callable[[str], bool] = wants_all) -> Iterator[str]:
        """Take messages until there are no new ones, and give their ids.

        Raises:
            OperateError: they cannot be received.
        """
        while True:
            messages = self._received()
            new = [message for message in messages if message["MessageId"] not in self._taken]
            self._taken.update((message["MessageId"], message) for message in messages)
            if not new:
                return
            for message in new:
                is_new = self._since is None or sent_at(message) >= self._since.timestamp()
                if is_new and wanted(message["MessageId"]):
                    yield message["MessageId"]

    def read(self, key: str) -> list[FailedRecord | Unreadable]:
        """Read one message."""
        return list(read_failures(f"{SCHEME}{self._name}", key, document_in(self._taken[key]["Body"]).encode()))

    def settle(self, keys: Collection[str]) -> None:
        """Delete messages.

        Raises:
            OperateError: they cannot be deleted.
        """
        for batch in requests([key for key in keys if key in self._taken]):
            entries = [
                {"Id": str(n), "ReceiptHandle": self._taken[key]["ReceiptHandle"]} for n, key in enumerate(batch)
            ]
            try:
                self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)  # type: ignore[arg-type]
            except (BotoCoreError, ClientError) as error:
                raise refused(error, f"delete messages of {SCHEME}{self._name}") from error
            for key in batch:
                del self._taken[key]

    def close(self) -> None:
        """Show the messages again that are still there; where that fails, they show up by themselves."""
        for batch in requests(list(self._taken)):
            entries = [
                {"Id": str(n), "ReceiptHandle": self._taken[key]["ReceiptHandle"], "VisibilityTimeout": 0}
                for n, key in enumerate(batch)
            ]
            try:
                self._client.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)  # type: ignore[arg-type]
            except (BotoCoreError, ClientError):
                return

    def _received(self) -> Sequence[MessageTypeDef]:
        try:
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=REQUEST_MESSAGES,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=WAIT_SECONDS,
                MessageSystemAttributeNames=["SentTimestamp"],
            )
        except (BotoCoreError, ClientError) as error:
            raise refused(error, f"read {SCHEME}{self._name}") from error
        return answer.get("Messages", [])


def requests(keys: Sequence[str]) -> Iterator[list[str]]:
    """Divide keys into as many as one call takes."""
    left = iter(keys)
    while batch := list(islice(left, REQUEST_MESSAGES)):
        yield batch


def sent_at(message: MessageTypeDef) -> float:
    """Read when a message was sent, in epoch seconds; the end of time where it does not say."""
    milliseconds = message.get("Attributes", {}).get("SentTimestamp")
    return float(milliseconds) / 1000 if milliseconds else float("inf")


def document_in(body: str) -> str:
    """Take a message of a topic out of its envelope; any other stays as it is."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if isinstance(envelope, dict) and envelope.get("Type") == "Notification":
        message = envelope.get("Message")
        return message if isinstance(message, str) else body
    return body
