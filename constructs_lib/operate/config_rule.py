"""The handler of an AWS Config rule: an audit of what runs, told to Config resource by resource."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.enforcement.config_rule import UnknownRequest, batches, evaluations, not_applicable, read_request
from constructs_lib.operate.audit import Audit, audit
from constructs_lib.operate.audit.account import Account, settings
from constructs_lib.operate.errors import OperateError
from constructs_lib.policy.profile import profile_in_force


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Audit, and put the evaluations.

    Args:
        event: with `invokingEvent`, `resultToken`, `eventLeftScope` and `accountId`.

    Returns:
        how many resources are of each compliance, and what was skipped; the log says the same.

    Raises:
        UnknownRequest: the event is not one of a Config rule.
        InvalidProfile: the packaged profile cannot be used.
        OperateError: the account cannot be read, or Config takes no evaluations. Config shows the rule as failed then,
            and keeps what it was told before.
    """
    import boto3
    from botocore.config import Config

    make: Any = boto3.client
    return respond(event, lambda service: make(service, config=Config(**settings(service))))


def respond(event: Mapping[str, Any], client: Callable[[str], Any]) -> dict[str, Any]:
    """Audit what an event asks about, and put the evaluations.

    Args:
        event: Config's.
        client: makes the boto3 client of a service.
    """
    request = read_request(event)
    if not event.get("resultToken"):
        raise UnknownRequest("the event has no resultToken, so that AWS Config takes no evaluations")
    account = Account(client)
    skipped: list[str] = []
    if request.gone:
        told = [not_applicable(request)]
    else:
        report = audit(account, Audit(names=request.names, profile=profile_in_force()))
        skipped = [str(one) for one in report.skipped]
        told = evaluations(request, report, report.audited, skipped=len(skipped))
    config = account.client("config")
    for batch in batches(told):
        refused = config.put_evaluations(ResultToken=event["resultToken"], Evaluations=list(batch))
        if refused.get("FailedEvaluations"):
            raise OperateError(f"AWS Config did not take {len(refused['FailedEvaluations'])} evaluations: try again")
    said = {"evaluations": Counter(each["ComplianceType"] for each in told), "skipped": skipped}
    sys.stdout.write(json.dumps(said) + "\n")
    return said
