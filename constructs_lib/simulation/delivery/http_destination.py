"""`HttpEndpointDestinationConfiguration`: requests, retries, and what an endpoint did not take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.buffer import BufferingHints, BufferSet
from constructs_lib.simulation.delivery.counts import Tally
from constructs_lib.simulation.delivery.http_answer import Refusal, refusal_of, refusal_without_answer
from constructs_lib.simulation.delivery.http_request import request_shape
from constructs_lib.simulation.delivery.item import FailedItem, Failure, Item
from constructs_lib.simulation.delivery.outputs import ErrorOutput
from constructs_lib.simulation.delivery.properties import Properties, default, number
from constructs_lib.simulation.mapping.backoff import Backoff
from constructs_lib.simulation.ports import EndpointFailure, Endpoints

OUTPUT_TYPE = "http-endpoint-failed"


@dataclass(slots=True)
class Request:
    """Records that are sent together, and what the request has been through.

    Attributes:
        id: the same in every attempt.
        items: its records.
        due: when it is tried, in epoch seconds.
        deadline: when there is no retry any more; None before the first attempt has failed.
        attempts: so far.
    """

    id: str
    items: list[Item]
    due: float
    deadline: float | None = None
    attempts: int = 0


class HttpDestination:
    """Sends records to an endpoint, again where it must, and what was not taken to the error output.

    A retry waits for its turn while others are sent; nothing here sleeps.
    """

    def __init__(
        self,
        properties: Properties,
        *,
        source_arn: str,
        endpoints: Endpoints,
        errors: ErrorOutput,
        hints: BufferingHints,
        tally: Tally,
        clock: Callable[[], float],
        interval_cap: float | None,
        answer_seconds: float | None,
    ) -> None:
        """Read the destination's properties.

        Args:
            properties: of the destination.
            source_arn: of the delivery stream.
            endpoints: sends the requests.
            errors: takes what the endpoint did not.
            hints: when a request is sent.
            tally: of the delivery stream.
            clock: epoch seconds.
            interval_cap: bound of the wait before a retry in seconds.
            answer_seconds: how long to wait for an answer; the service's own time unless given.

        Raises:
            InvalidDefinition: the service would refuse the definition.
        """
        self._shape = request_shape(properties, source_arn)
        self._endpoints = endpoints
        self._errors = errors
        self._tally = tally
        self._clock = clock
        self._buffers: BufferSet[None, Item] = BufferSet(hints)
        self._requests: list[Request] = []
        retry: Properties = properties.get("RetryOptions") or {}
        duration = retry.get("DurationInSeconds", default(limit("firehose-retry-http")))
        self._retry_seconds = number(duration, "RetryOptions.DurationInSeconds")
        wait = limit("firehose-http-backoff")
        longest = wait.high if interval_cap is None else min(wait.high, interval_cap)
        self._backoff = Backoff(first=min(wait.low, longest), longest=longest)
        self._answer_seconds = answer_seconds or limit("firehose-http-answer-time").high
        self._answer_size = int(limit("firehose-http-answer-size").high)
        self._most = int(limit("firehose-http-request-count").high)

    def add(self, item: Item, now: float) -> None:
        """Take a record in."""
        self._buffers.add(None, item, len(item.data), now)

    def write(self, now: float, *, everything: bool) -> int:
        """Send the requests that are due.

        Args:
            now: epoch seconds.
            everything: send all of them once more; what is not taken then is given up.

        Returns:
            0: a request makes no object.

        Raises:
            Exception: the endpoint's secret cannot be read; the records stay.
        """
        self._buffers.write(lambda _, items: self._close(items, now), now, everything=everything)
        for request in list(self._requests):
            if everything or request.due <= now:
                self._attempt(request, last=everything)
        return 0

    def _close(self, items: list[Item], now: float) -> None:
        """Make requests of a buffer."""
        for first in range(0, len(items), self._most):
            self._requests.append(Request(str(uuid4()), items[first : first + self._most], due=now))

    def _attempt(self, request: Request, *, last: bool) -> None:
        headers = self._shape.headers(request.id, self._endpoints)
        request.attempts += 1
        refusal = self._send(request, headers)
        ended = self._clock()
        if request.deadline is None:
            request.deadline = ended + self._retry_seconds
        if refusal is None:
            self._tally.add(delivered=len(request.items))
        elif last or refusal.final or ended >= request.deadline:
            self._give_up(request, refusal, ended)
        else:
            request.due = min(ended + self._backoff.before(request.attempts), request.deadline)
            return
        self._requests.remove(request)

    def _send(self, request: Request, headers: dict[str, str]) -> Refusal | None:
        body = self._shape.body(request.id, request.items, self._clock())
        try:
            answer = self._endpoints.post(
                self._shape.url, headers, body, seconds=self._answer_seconds, size=self._answer_size
            )
        except EndpointFailure as failure:
            return refusal_without_answer(failure)
        return refusal_of(answer, request.id)

    def _give_up(self, request: Request, refusal: Refusal, ended: float) -> None:
        """Write what was sent, not what came in, to the error output (assumed: the guide does not say which)."""
        failure = Failure(OUTPUT_TYPE, refusal.code, refusal.message, ended, request.attempts)
        for item in request.items:
            self._errors.add(FailedItem(Item(item.source, item.data, item.data), failure), ended)
