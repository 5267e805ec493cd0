"""What AWS Config is told about the resources that an audit looked at.

Source: botocore's model of Config (PutEvaluations, Evaluation) and AWS Config Developer Guide, "Example Events for AWS
Config Rules", https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html.
That Config names a resource by the primary identifier of its CloudFormation type is assumed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.enforcement.decision import decide
from constructs_lib.limits import limit
from constructs_lib.policy import Finding
from constructs_lib.policy.report import Report

STREAM = "AWS::Kinesis::Stream"
CONSUMER = "AWS::Kinesis::StreamConsumer"
DELIVERY = "AWS::KinesisFirehose::DeliveryStream"
TYPES = (STREAM, CONSUMER, DELIVERY)
"""The types of Kinesis and Firehose that Config records, and the policy judges."""
ACCOUNT = "AWS::::Account"
"""What Config calls the account itself: what is found elsewhere than in one of the types is said about it."""
COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE = "COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"
SCHEDULED = "ScheduledNotification"
CHANGES = {
    "ConfigurationItemChangeNotification": "configurationItem",
    "OversizedConfigurationItemChangeNotification": "configurationItemSummary",
}
"""Message type to the member that says what has changed."""
PRESENT = frozenset({"OK", "ResourceDiscovered"})
ANNOTATION_CHARACTERS = int(limit("config-annotation").high)


class UnknownRequest(Exception):
    """The event is not one of a Config rule; the message says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What Config asks.

    Attributes:
        time: when it was asked, or the resource changed; Config keeps the newest evaluation.
        account: twelve digits.
        type: of the resource that changed; empty for everything.
        id: of that resource, as Config names it.
        names: of the stream or delivery stream to audit; none for everything.
        gone: the resource is deleted, or not the rule's any more.
    """

    time: str
    account: str
    type: str = ""
    id: str = ""
    names: tuple[str, ...] = ()
    gone: bool = False


def read_request(event: Mapping[str, Any]) -> Request:
    """Read the event with which Config invokes the function.

    Args:
        event: with `invokingEvent`, JSON in a text; `eventLeftScope` and `accountId`.

    Raises:
        UnknownRequest: it is not such an event.
    """
    try:
        asked = json.loads(event["invokingEvent"])
        kind = asked["messageType"]
        if kind == SCHEDULED:
            time, account = texts(asked["notificationCreationTime"], event.get("accountId") or asked["awsAccountId"])
            return Request(time, account)
        if kind not in CHANGES:
            raise UnknownRequest(f"messages of type {kind} are not answered: the rule is periodic, or one of changes")
        item = asked[CHANGES[kind]]
        gone = bool(event.get("eventLeftScope")) or item["configurationItemStatus"] not in PRESENT
        members = ("configurationItemCaptureTime", "awsAccountId", "resourceType", "resourceId")
        time, account, kind, name = texts(*(item[name] for name in members))
        names = texts(name_of(kind, item.get("ARN"), item.get("resourceName") or name))
        return Request(time, account, kind, name, names, gone or kind not in TYPES)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownRequest(f"the event is not one of an AWS Config rule: {error}") from error


def texts(*values: object) -> tuple[str, ...]:
    """Give values that have to be texts.

    Raises:
        TypeError: one is none.
    """
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no text")
    return tuple(map(str, values))


def evaluations(
    request: Request, report: Report, audited: Iterable[tuple[str, str]], *, skipped: int = 0
) -> list[dict[str, str]]:
    """Say for each resource whether it keeps the policy, as `PutEvaluations` takes it.

    Args:
        request: what was asked.
        report: of the audit, whose findings name ARNs.
        audited: type and ARN of everything that was read.
        skipped: how much was not read; it is said about the account.
    """
    refused: dict[str, list[Finding]] = {}
    for finding in decide(report):
        refused.setdefault(finding.resource, []).append(finding)
    given = [(kind, arn) for kind, arn in dict.fromkeys(audited) if kind in TYPES]
    if request.type:
        return [changed(request, given, refused)]
    told = [evaluation(request, kind, identifier(kind, arn), refused.get(arn, ())) for kind, arn in given]
    own = {arn for _, arn in given}
    others = [finding for arn, findings in refused.items() if arn not in own for finding in findings]
    account = evaluation(request, ACCOUNT, request.account, others, named=True)
    if skipped and not others:
        account["Annotation"] = f"{skipped} things were not read: the log of the rule's function names them"
    return [*told, account]


def changed(
    request: Request, given: Iterable[tuple[str, str]], refused: Mapping[str, Sequence[Finding]]
) -> dict[str, str]:
    """Judge the one resource that changed; one that is not there any more is nobody's concern."""
    for kind, arn in given:
        if kind == request.type and request.id in (identifier(kind, arn), arn):
            return evaluation(request, kind, request.id, refused.get(arn, ()))
    return not_applicable(request)


def not_applicable(request: Request) -> dict[str, str]:
    """Say that a resource that changed is none that can be judged."""
    return {**evaluation(request, request.type, request.id, ()), "ComplianceType": NOT_APPLICABLE}


def evaluation(
    request: Request, kind: str, name: str, findings: Sequence[Finding], *, named: bool = False
) -> dict[str, str]:
    """Write one evaluation; `named` says which resource each finding is about."""
    given = {
        "ComplianceResourceType": kind,
        "ComplianceResourceId": name,
        "ComplianceType": NON_COMPLIANT if findings else COMPLIANT,
        "OrderingTimestamp": request.time,
    }
    return {**given, "Annotation": annotation(findings, named=named)} if findings else given


def annotation(findings: Sequence[Finding], *, named: bool = False) -> str:
    """Say what is wrong: the first finding in full as far as it fits, and the rules of the others."""
    first, *others = findings
    about = f" {first.resource}:" if named else ""
    rest = "; also " + ", ".join(dict.fromkeys(finding.rule for finding in others)) if others else ""
    rest = cut(rest, ANNOTATION_CHARACTERS // 3)
    return cut(f"{first.rule}{about} {first.message}", ANNOTATION_CHARACTERS - len(rest)) + rest


def cut(text: str, most: int) -> str:
    """Shorten a text to a number of characters."""
    return text if len(text) <= most else text[: most - 3] + "..."


def identifier(kind: str, arn: str) -> str:
    """The primary identifier of a resource: the ARN of a consumer, the name of everything else."""
    return arn if kind == CONSUMER else arn.rpartition("/")[2]


def name_of(kind: str, arn: object, name: str) -> str:
    """The name that chooses a resource in an audit; a consumer is read with its stream."""
    if kind != CONSUMER:
        return name
    whole = arn if isinstance(arn, str) else name
    return whole.partition(":stream/")[2].partition("/")[0] or name


def batches(all_of_them: Sequence[dict[str, str]]) -> Iterator[Sequence[dict[str, str]]]:
    """Split evaluations into what one call takes."""
    most = int(limit("config-evaluations-per-call").high)
    for start in range(0, len(all_of_them), most):
        yield all_of_them[start : start + most]
