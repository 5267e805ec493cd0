# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Lambda functions that run in MiniStack, as the simulation invokes them."""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import lambda_svc

from constructs_lib.limits import limit
from constructs_lib.local.launcher.contract import expect
from constructs_lib.simulation.ports import FailureKind, FunctionFailure

REQUEST_BYTES = limit("lambda-sync-request-bytes").high
RESPONSE_BYTES = limit("lambda-sync-response-bytes").high
TIMED_OUT = "Sandbox.Timedout"


def check(patch: str) -> None:
    """Check what invoking relies on."""
    expect(
        patch,
        lambda_svc,
        _resolve_name_and_qualifier=("name_or_arn",),
        _get_func_record_for_qualifier=("name", "qualifier"),
        _execute_function=("func", "event"),
    )


class LocalFunctions:
    """Invokes the functions of one account and region, from a thread that may block.

    MiniStack enforces a function's timeout and concurrency but not the size of what goes in and out; that is done here.

    Args:
        account: twelve digits.
        region: such as `us-east-1`.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        """Invoke a function and return its decoded answer.

        Raises:
            FunctionFailure: there is no such function, it failed, or its event or answer is too large.
        """
        if len(json.dumps(event)) > REQUEST_BYTES:
            raise FunctionFailure(f"the event is larger than {REQUEST_BYTES} bytes", FailureKind.REQUEST_TOO_LARGE)
        with request_scope(self._account, self._region):
            name, qualifier = lambda_svc._resolve_name_and_qualifier(function_arn)
            record, _ = lambda_svc._get_func_record_for_qualifier(name, qualifier)
            if record is None:
                raise FunctionFailure(f"there is no function {function_arn}", FailureKind.NOT_FOUND)
            result = lambda_svc._execute_function(record, event)
        answer = result.get("body")
        if result.get("error"):
            raise failure(answer if isinstance(answer, dict) else {}, throttled=bool(result.get("throttle")))
        if len(json.dumps(answer)) > RESPONSE_BYTES:
            raise FunctionFailure(f"the answer is larger than {RESPONSE_BYTES} bytes", FailureKind.RESPONSE_TOO_LARGE)
        return answer


def failure(body: dict[str, Any], *, throttled: bool) -> FunctionFailure:
    """Read MiniStack's error document."""
    if throttled:
        return FunctionFailure(str(body.get("message", "throttled")), FailureKind.THROTTLED)
    message = str(body.get("errorMessage", "the function failed"))
    kind = FailureKind.TIMEOUT if body.get("errorType") == TIMED_OUT else FailureKind.ERROR
    return FunctionFailure(message, kind)
