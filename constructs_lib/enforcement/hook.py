"""The handler of a CloudFormation Lambda hook on stacks and change sets.

CloudFormation calls it before it creates or updates a stack, waits 30 seconds, and shows its message to who deploys.

Source: CloudFormation Hooks User Guide, "Create Lambda functions to evaluate resources for Lambda Hooks",
https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html, read
2026-11-21; the members of the request were not on the page as stored, and are assumed.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from constructs_lib.enforcement.decision import LINK, SEVERITY_LEVELS, decide, message
from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy import Finding
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import Environment, InvalidProfile, profile_in_force
from constructs_lib.policy.report import Report

TARGETS = frozenset({"STACK", "CHANGE_SET"})
DELETE = "DELETE_PRE_PROVISION"
SUCCESS, FAILED = "SUCCESS", "FAILED"
NON_COMPLIANT, INTERNAL_FAILURE = "NonCompliant", "InternalFailure"
FETCH_SECONDS = 10
MOST_ANNOTATIONS = 100
"""Ours: no limit is documented."""
UPDATES_VARIABLE = "KINESIS_CONSTRUCTS_UPDATES"
"""The variable that leaves out what an update would lose, where it says `ignore`."""

Fetch = Callable[[str], bytes]


class CannotEvaluate(Exception):
    """The hook cannot see what it is to judge; the message says why."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answer CloudFormation.

    Args:
        event: the request of the hook: `requestData` with `targetType` and `payload`, an address from which the
            template is read; `actionInvocationPoint`, `clientRequestToken`, `stackId` and `awsAccountId`.

    Returns:
        `hookStatus`, `message`, `errorCode` where it failed, `clientRequestToken`, and a finding in each of
        `annotations`. Never raises: what goes wrong inside is an `InternalFailure` with a sentence.
    """
    given = answer(event, fetch)
    log = {"hookStatus": given["hookStatus"], "target": event.get("requestData", {}).get("targetLogicalId")}
    log["findings"] = Counter(annotation["annotationName"] for annotation in given["annotations"])
    sys.stdout.write(json.dumps({**log, "errorCode": given.get("errorCode")}) + "\n")
    return given


def answer(event: Mapping[str, Any], read: Fetch) -> dict[str, Any]:
    """Judge what a request of the hook is about.

    Args:
        event: the request.
        read: reads what an address holds.
    """
    token = event.get("clientRequestToken")
    try:
        report = judged(event, read)
    except (CannotEvaluate, InvalidProfile, UnreadableTemplate) as problem:
        return reply(token, FAILED, str(problem), INTERNAL_FAILURE)
    if report is None:
        return reply(token, SUCCESS, "nothing to check")
    if report.unreadable:
        return reply(token, FAILED, "; ".join(one.problem for one in report.unreadable), INTERNAL_FAILURE)
    refused = decide(report)
    code = NON_COMPLIANT if refused else None
    return reply(token, FAILED if refused else SUCCESS, message(report), code, list(as_annotations(report.findings)))


def judged(event: Mapping[str, Any], read: Fetch) -> Report | None:
    """Check the template of a request; None where there is nothing to check.

    Raises:
        CannotEvaluate: the request has no template that can be read.
        InvalidProfile: the profile cannot be used.
    """
    request = event.get("requestData")
    if not isinstance(request, Mapping) or request.get("targetType") not in TARGETS:
        raise CannotEvaluate("the request is not about a stack or a change set: set the hook's targets to these")
    if event.get("actionInvocationPoint") == DELETE:
        return None
    payload = payload_of(request, read)
    environment = environment_of(event)
    source = Source("template", payload["template"], environment)
    previous = payload.get("previousTemplate")
    compared = isinstance(previous, str) and previous.strip() and os.environ.get(UPDATES_VARIABLE) != "ignore"
    against = [Source("template", previous, environment)] if compared and isinstance(previous, str) else []
    return check_sources([source], schema=False, profile=profile_in_force(), against=against)


def payload_of(request: Mapping[str, Any], read: Fetch) -> Mapping[str, Any]:
    """Read the template, and the one that is deployed, from the address in a request.

    Raises:
        CannotEvaluate: there is no address, or no template behind it.
    """
    address = request.get("payload")
    if not isinstance(address, str) or urlsplit(address).scheme != "https":
        raise CannotEvaluate("the request names no address of its template")
    try:
        payload = json.loads(read(address))
    except (URLError, TimeoutError, OSError) as error:
        raise CannotEvaluate(f"the template cannot be fetched: {getattr(error, 'reason', error)}") from error
    except ValueError as error:
        raise CannotEvaluate("what is behind the template's address is no JSON") from error
    if not isinstance(payload, Mapping) or not isinstance(payload.get("template"), str):
        raise CannotEvaluate("there is no template behind its address")
    return payload


def fetch(address: str) -> bytes:
    """Read an object through its signed address.

    Raises:
        URLError: it cannot be read.
    """
    with urlopen(address, timeout=FETCH_SECONDS) as response:  # noqa: S310 - https alone, see payload_of
        content: bytes = response.read()
    return content


def environment_of(event: Mapping[str, Any]) -> Environment:
    """Say where the stack is deployed: its ARN names region and account."""
    arn = event.get("stackId") or event.get("stackID")
    parts = arn.split(":") if isinstance(arn, str) else []
    if len(parts) > 5:  # arn:partition:service:region:account:resource
        return Environment(parts[4], parts[3])
    account = event.get("awsAccountId")
    return Environment(account if isinstance(account, str) else None, os.environ.get("AWS_REGION"))


def as_annotations(findings: Sequence[Finding]) -> Iterator[dict[str, str]]:
    """Write findings as the hook's annotations."""
    for finding in findings[:MOST_ANNOTATIONS]:
        yield {
            "annotationName": finding.rule,
            "status": FAILED,
            "statusMessage": f"{finding.resource}: {finding.message}",
            "remediationMessage": finding.fix or finding.why or "",
            "remediationLink": LINK.format(rule=finding.rule),
            "severityLevel": SEVERITY_LEVELS[finding.severity],
        }


def reply(
    token: object, status: str, text: str, code: str | None = None, annotated: Sequence[Mapping[str, str]] = ()
) -> dict[str, Any]:
    """Put an answer together."""
    given = {"hookStatus": status, "message": text, "clientRequestToken": token, "annotations": list(annotated)}
    return {**given, "errorCode": code} if code else given
