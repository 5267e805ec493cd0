"""What an HTTP endpoint's answer means: the records are delivered, or why they are not."""

from __future__ import annotations

import json
from dataclasses import dataclass

from constructs_lib.simulation.ports import EndpointAnswer, EndpointFailure, EndpointFault

DELIVERED = 200
TOO_LARGE = 413
JSON = "application/json"
SHOWN_BYTES = 1024  # assumed: the guide says that the answer is cut, not where

FAULTS = {
    EndpointFault.TIMEOUT: "HttpEndpoint.RequestTimeout",
    EndpointFault.TOO_LARGE: "HttpEndpoint.ResponseTooLarge",
    EndpointFault.CONNECTION_FAILED: "HttpEndpoint.ConnectionFailed",
    EndpointFault.CONNECTION_RESET: "HttpEndpoint.ConnectionReset",
    EndpointFault.TLS: "HttpEndpoint.SSLHandshakeFailure",
}
"""`errorCode` by fault.

Source: Firehose Developer Guide, Troubleshooting HTTP endpoints
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was not taken.

    Attributes:
        code: `errorCode` of the error objects.
        message: `errorMessage` of the error objects.
        final: sending the same again is no use.
    """

    code: str
    message: str
    final: bool = False


def refusal_of(answer: EndpointAnswer, request_id: str) -> Refusal | None:
    """Read an answer.

    Status 413 is final. The guide says that such a batch is not sent to the error bucket; here it is, like any other
    (assumed), so that it can be accounted for.

    Returns:
        None where the records are delivered.

    Source: Firehose Developer Guide, Understand HTTP endpoint delivery request and response specifications;
    Troubleshooting HTTP endpoints
    """
    shown = answer.body[:SHOWN_BYTES].decode(errors="replace")
    if answer.status != DELIVERED:
        message = f"The following response was received from the endpoint destination. {answer.status}: {shown}"
        return Refusal("HttpEndpoint.DestinationException", message, final=answer.status == TOO_LARGE)
    problem = invalid(answer, request_id)
    if problem is None:
        return None
    message = (
        "The response received from the specified endpoint is invalid. Contact the owner of the endpoint to resolve "
        f"the issue. Response for request {request_id} {problem}. Raw response received: {answer.status} {shown}"
    )
    return Refusal("HttpEndpoint.InvalidResponseFromDestination", message)


def refusal_without_answer(failure: EndpointFailure) -> Refusal:
    """Say why there was no answer."""
    return Refusal(FAULTS[failure.fault], str(failure))


def invalid(answer: EndpointAnswer, request_id: str) -> str | None:
    """Say what is wrong with an answer of status 200; None where nothing is."""
    if answer.headers.get("content-encoding"):
        return "is content-encoded"
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        return "does not have the content type application/json"
    try:
        document = json.loads(answer.body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        return "is not recognized as valid JSON or has unexpected fields"
    if document.get("requestId") is None:
        return "does not contain a requestId"
    if document["requestId"] != request_id:
        return "contains a requestId that does not match the request"
    timestamp = document.get("timestamp")
    if not isinstance(timestamp, (int, float)) or isinstance(timestamp, bool):
        return "does not contain a timestamp that is a number"
    return None
