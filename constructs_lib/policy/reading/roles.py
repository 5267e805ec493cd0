"""Follow a role's ARN to the role, and tell who may assume it."""

from __future__ import annotations

import re

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.reading.iam import ROLE, action_matches, known_items

REGIONAL = re.compile(r"(?P<name>[\w.-]+?)\.[a-z]{2}(?:-[a-z]+)+-\d\.(?P<domain>amazonaws\.com(?:\.cn)?)")
REGIONAL_SERVICES = {"logs.amazonaws.com", "pinpoint.amazonaws.com", "dms.amazonaws.com"}
"""Services whose guides write their principal with a region."""
SOURCE_ARN = "aws:sourcearn"
OWN_ARN = {
    "firehose.amazonaws.com": "firehose",
    "events.amazonaws.com": "events",
    "pipes.amazonaws.com": "pipes",
    "scheduler.amazonaws.com": "scheduler",
}
"""Services whose calls come from resources of their own, so that a source ARN of another service never fits."""
POSITIVE = {"StringEquals", "StringLike", "ArnEquals", "ArnLike"}
ARN_SERVICE = 2


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
    raise CannotDecide(value, "the role is not part of this app")


def trusts(role: ResourceView, service: str) -> bool | None:
    """Tell whether a service may assume a role.

    Args:
        role: of the app.
        service: its principal, such as `firehose.amazonaws.com`.

    Returns:
        `None` when that depends on what is not known.
    """
    statements = known_items(role["AssumeRolePolicyDocument.Statement"])
    if statements is None:
        return None
    answers = {statement_trusts(statement, service) for statement in statements}
    return True if True in answers else (None if None in answers else False)


def statement_trusts(statement: Value, service: str) -> bool | None:
    """Tell whether one statement of a trust policy lets a service in."""
    if statement.undecided or statement["Effect"].undecided or statement["NotPrincipal"].exists:
        return None
    if statement["Effect"].text != "Allow":
        return None
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
    """Tell whether a condition asks for a source ARN that the service's calls never have."""
    own = OWN_ARN.get(service)
    if own is None or condition.absent or condition.undecided:
        return False
    for operator in condition.keys:
        block = condition[operator]
        if operator not in POSITIVE or block.undecided:
            continue
        for key in block.keys:
            if key.lower() == SOURCE_ARN and all(names_other(arn, own) for arn in known_items(block[key]) or ()):
                return bool(known_items(block[key]))
    return False


def names_other(arn: Value, service: str) -> bool:
    """Tell whether an ARN pattern is surely one of another service."""
    start = "".join(part if isinstance(part, str) else "" for part in arn.parts[:1])
    if arn.reference is not None or not start:
        return False
    fields = start.split(":")
    return len(fields) > ARN_SERVICE + 1 and fields[ARN_SERVICE] != service and "*" not in fields[ARN_SERVICE]
