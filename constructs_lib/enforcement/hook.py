"""The handler of a CloudFormation Lambda hook on stacks and change sets.

CloudFormation calls it before it creates or updates a stack, waits 30 seconds, and shows its message to who deploys.
What is behind a request's address is `{"template": text, "previousTemplate": text}` of a stack, and
`{"template": text, "changedResources": [...]}` of a change set: an update is compared with what is deployed when it is
made, not when its change set is.

Source: CloudFormation Hooks User Guide, "Create Lambda functions to evaluate resources for Lambda Hooks",
https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html, read
2026-11-21. Its tables and its examples differ in the letter case of two members, so that either is taken.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from constructs_lib.enforcement.decision import LINK, MESSAGE_CHARACTERS, SEVERITY_LEVELS, decide, message
from constructs_lib.graph.readers.template import UnreadableTemplate, parse, resources_of
from constructs_lib.policy import Finding
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import Environment, InvalidProfile, profile_in_force
from constructs_lib.policy.report import Report

TARGETS = ("STACK", "CHANGE_SET")
DELETE = "DELETE_PRE_PROVISION"
SUCCESS, FAILED = "SUCCESS", "FAILED"
NON_COMPLIANT, INTERNAL_FAILURE = "NonCompliant", "InternalFailure"
FETCH_SECONDS = 10
DEPLOYED = "the deployed template"
MOST_ANNOTATIONS = 100
"""Ours: no limit is documented."""
TOKENS, STACKS = ("clientRequestToken", "clientRequesttoken"), ("stackId", "stackID")
"""How the guide writes the names of two members."""
UPDATES_VARIABLE = "KINESIS_CONSTRUCTS_UPDATES"
"""The variable that leaves out what an update would lose, where it says `ignore`."""

Fetch = Callable[[str], bytes]


class CannotEvaluate(Exception):
    """The hook cannot see what it is to judge; the message says why."""


def handler(event: Any, _context: object) -> dict[str, Any]:
    """Answer CloudFormation.

    Args:
        event: the request of the hook: `requestData` with `targetType` and `payload`, an address from which the
            template is read; `actionInvocationPoint`, `clientRequestToken`, `stackId` and `awsAccountId`.

    Returns:
        `hookStatus`, `message`, `errorCode` where it failed, `clientRequestToken`, and a finding in each of
        `annotations`. Never raises: what goes wrong inside is an `InternalFailure` with a sentence.
    """
    try:
        given = answer(event, fetch)
    except Exception as error:  # whoever deploys gets a sentence, and whoever runs the hook the trace
        traceback.print_exc()
        said = f"the hook failed inside, and its log says where: {type(error).__name__}: {error}"
        given = reply(first(event, TOKENS), FAILED, said, INTERNAL_FAILURE)
    log = {"hookStatus": given["hookStatus"], "target": first(first(event, ("requestData",)), ("targetLogicalId",))}
    log["findings"] = Counter(annotation["annotationName"] for annotation in given["annotations"])
    told = {"message": given["message"]} if given.get("errorCode") == INTERNAL_FAILURE else {}
    sys.stdout.write(json.dumps({**log, "errorCode": given.get("errorCode"), **told}) + "\n")
    return given


def first(value: Any, names: Sequence[str]) -> Any:
    """The first member of an object that is there under one of some names; None of anything else."""
    if not isinstance(value, Mapping):
        return None
    return next((value[name] for name in names if value.get(name) is not None), None)


def answer(event: Any, read: Fetch) -> dict[str, Any]:
    """Judge what a request of the hook is about.

    Args:
        event: the request.
        read: reads what an address holds.
    """
    token = first(event, TOKENS)
    try:
        report, note = judged(event, read)
    except (CannotEvaluate, InvalidProfile, UnreadableTemplate) as problem:
        return reply(token, FAILED, str(problem), INTERNAL_FAILURE)
    if report is None:
        return reply(token, SUCCESS, "nothing to check")
    if report.unreadable:
        return reply(token, FAILED, "; ".join(one.problem for one in report.unreadable), INTERNAL_FAILURE)
    refused = decide(report)
    code = NON_COMPLIANT if refused else None
    said = "\n".join(filter(None, (note, message(report))))
    return reply(token, FAILED if refused else SUCCESS, said, code, list(as_annotations(report.findings)))


def judged(event: Any, read: Fetch) -> tuple[Report | None, str]:
    """Check the template of a request; None where there is nothing to check; and say what was left out.

    Raises:
        CannotEvaluate: the request has no template that can be read.
        InvalidProfile: the profile cannot be used.
    """
    request = first(event, ("requestData",))
    if first(request, ("targetType",)) not in TARGETS:
        raise CannotEvaluate("the request is not about a stack or a change set: set the hook's targets to these")
    if event.get("actionInvocationPoint") == DELETE:
        return None, ""
    payload = payload_of(request, read)
    environment = environment_of(event)
    source = Source("template", payload["template"], environment)
    against, note = deployed(payload.get("previousTemplate"), environment)
    return check_sources([source], schema=False, profile=profile_in_force(), against=against), note


def deployed(previous: object, environment: Environment) -> tuple[list[Source], str]:
    """Give the template that is deployed, if an update is to be compared with it.

    One that cannot be read keeps nobody from updating: whoever deploys could not change it in any other way.
    """
    if not isinstance(previous, str) or not previous.strip() or os.environ.get(UPDATES_VARIABLE) == "ignore":
        return [], ""
    try:
        resources_of(parse(previous, DEPLOYED))
    except UnreadableTemplate as problem:
        return [], f"the update was not compared with what is deployed: {problem}"
    return [Source("template", previous, environment)], ""


def payload_of(request: Mapping[str, Any], read: Fetch) -> Mapping[str, Any]:
    """Read the template, and the one that is deployed, from the address in a request.

    Raises:
        CannotEvaluate: there is no address, or no template behind it.
    """
    address = request.get("payload")
    if not isinstance(address, str) or not is_https(address):
        raise CannotEvaluate("the request names no address of its template")
    try:
        payload = json.loads(read(address))
    except (OSError, HTTPException) as error:
        raise CannotEvaluate(f"the template cannot be fetched: {getattr(error, 'reason', error)}") from error
    except (ValueError, RecursionError) as error:
        raise CannotEvaluate("what is behind the template's address is no JSON") from error
    if not isinstance(payload, Mapping) or not isinstance(payload.get("template"), str):
        raise CannotEvaluate("there is no template behind its address")
    return payload


def is_https(address: str) -> bool:
    """Tell whether an address may be read."""
    try:
        return urlsplit(address).scheme == "https"
    except ValueError:
        return False


def fetch(address: str) -> bytes:
    """Read an object through its signed address.

    Raises:
        OSError: it cannot be read.
        HTTPException: what answers does not speak HTTP.
    """
    with urlopen(address, timeout=FETCH_SECONDS) as response:  # noqa: S310 - https alone, see payload_of
        content: bytes = response.read()
    return content


def environment_of(event: Mapping[str, Any]) -> Environment:
    """Say where the stack is deployed: its ARN names region and account."""
    arn = first(event, STACKS)
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
    said = text if len(text) <= MESSAGE_CHARACTERS else f"{text[: MESSAGE_CHARACTERS - 3]}..."
    given = {"hookStatus": status, "message": said, "clientRequestToken": token, "annotations": list(annotated)}
    return {**given, "errorCode": code} if code else given
