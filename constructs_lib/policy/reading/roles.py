"""Follow a role's ARN to the role, and tell who may assume it."""

from __future__ import annotations

import re

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value, once
from constructs_lib.policy.reading.arns import fields, tokens_of
from constructs_lib.policy.reading.by_name import by_arn
from constructs_lib.policy.reading.iam import ROLE, action_matches, decided_text, known_items
from constructs_lib.policy.reading.json_text import opened

REGIONAL = re.compile(r"(?P<name>[\w.-]+?)\.[a-z]{2}(?:-[a-z]+)+-\d\.(?P<domain>amazonaws\.com(?:\.cn)?)")
REGIONAL_SERVICES = {"logs.amazonaws.com", "pinpoint.amazonaws.com", "dms.amazonaws.com"}
"""Services whose guides write their principal with a region."""
SOURCE_ARN = "aws:sourcearn"
SOURCE_ACCOUNT = "aws:sourceaccount"
ACCOUNT_ID = re.compile(r"[\d*?]{1,12}")
OWN_ARN = {
    "firehose.amazonaws.com": "firehose",
    "events.amazonaws.com": "events",
    "pipes.amazonaws.com": "pipes",
    "scheduler.amazonaws.com": "scheduler",
    "logs.amazonaws.com": "logs",
    "iot.amazonaws.com": "iot",
    "streams.metrics.cloudwatch.amazonaws.com": "cloudwatch",
}
"""Services whose calls come from resources of their own, so that a source ARN of another service never fits."""
POSITIVE = {"StringEquals", "StringLike", "ArnEquals", "ArnLike"}
LITERAL = "StringEquals"
"""The operator for which `*` and `?` are characters like others."""
ARN_SERVICE = 2


@once
def role_of(value: Value) -> ResourceView | None:
    """Follow a role's ARN or name to a role of the app.

    Returns:
        `None` when nothing is given.

    Raises:
        CannotDecide: the role is not known, or not part of this app.
    """
    if value.absent:
        return None
    for part in value.parts:
        if isinstance(part, Reference):
            target = value.owner.view.find(value.owner.resource.template, part.target)
            if target is not None and target.type == ROLE:
                return target
    named = by_arn(value, ROLE)
    if named is None:
        raise CannotDecide(value, "the role is not part of this app")
    return named


def trusts(role: ResourceView, service: str) -> bool | None:
    """Tell whether a service may assume a role.

    Args:
        role: of the app.
        service: its principal, such as `firehose.amazonaws.com`.

    Returns:
        `None` when that depends on what is not known.
    """
    statements = known_items(opened(role["AssumeRolePolicyDocument"])["Statement"])
    if statements is None:
        return None
    allowed: set[bool | None] = set()
    denied: set[bool | None] = set()
    for statement in statements:
        denies = decided_text(statement["Effect"]) == "Deny"
        (denied if denies else allowed).add(statement_speaks(statement, service, denies=denies))
    if True in denied:
        return False
    found = True if True in allowed else (None if None in allowed else False)
    return None if found and None in denied else found


def statement_speaks(statement: Value, service: str, *, denies: bool) -> bool | None:
    """Tell whether one statement of a trust policy is about a service; a denial under a condition may be."""
    if statement.undecided or statement["Effect"].undecided or statement["NotPrincipal"].exists:
        return None
    speaks = speaks_of_service(statement, service)
    return None if denies and speaks and statement["Condition"].exists else speaks


def speaks_of_service(statement: Value, service: str) -> bool | None:
    """Tell whether one statement of a trust policy is about a service's assuming the role."""
    actions = known_items(statement["Action"])
    if actions is None or any(action.undecided for action in actions):
        return None
    if not any(action_matches(action.text or "", "sts:AssumeRole") for action in actions):
        return False
    principal = statement["Principal"]
    if principal.undecided or principal.keys == []:
        return None
    services = known_items(principal["Service"])
    if services is None:
        return None
    answers = {is_service(name, service) for name in services}
    if principal["AWS"].exists and any(name.undecided or name.text == "*" for name in principal["AWS"].items):
        answers.add(None)
    found = True if True in answers else (None if None in answers else False)
    return False if found and never_holds(statement["Condition"], service) else found


def is_service(name: Value, service: str) -> bool | None:
    """Tell whether a principal is a service's; a regional one may be."""
    if name.undecided:
        return None
    text = name.text or ""
    if text == service:
        return True
    if text == "*" or text == f"{service}.cn":
        return None
    regional = REGIONAL.fullmatch(text)
    if not regional or f"{regional['name']}.amazonaws.com" != service:
        return False
    return True if service in REGIONAL_SERVICES else None


def never_holds(condition: Value, service: str) -> bool:
    """Tell whether a condition asks for a source that the service's calls never have."""
    own = OWN_ARN.get(service)
    if own is None or condition.absent or condition.undecided:
        return False
    return any(
        fails(condition[operator][key], key.lower(), operator, own)
        for operator in condition.keys
        if operator in POSITIVE and not condition[operator].undecided
        for key in condition[operator].keys
    )


def fails(wanted: Value, key: str, operator: str, service: str) -> bool:
    """Tell whether none of the values that a condition lists for a key can be the one of a service's call."""
    values = known_items(wanted) or []
    if key == SOURCE_ARN:
        return bool(values) and all(names_other(arn, service) or literal_wildcard(arn, operator) for arn in values)
    return key == SOURCE_ACCOUNT and bool(values) and all(is_no_account(value) for value in values)


def names_other(arn: Value, service: str) -> bool:
    """Tell whether an ARN pattern is surely one of another service."""
    tokens = tokens_of(arn)
    parts = fields(tokens)
    if parts is None or not all(isinstance(piece, str) for piece in parts[ARN_SERVICE]):
        return False
    named = "".join(map(str, parts[ARN_SERVICE]))
    return named != service and not {"*", "?"} & set(named)


def literal_wildcard(arn: Value, operator: str) -> bool:
    """Tell whether an ARN has wildcards that its operator takes for plain characters."""
    return operator == LITERAL and bool({"*", "?"} & set(tokens_of(arn)))


def is_no_account(value: Value) -> bool:
    """Tell whether a value is surely no account id."""
    return not value.undecided and not ACCOUNT_ID.fullmatch(value.text or "")
