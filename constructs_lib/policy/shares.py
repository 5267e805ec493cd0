"""Share many templates out among processes, so that each reads and checks its own.

Rules follow few things from one template into another: exports and imports, and policies, permissions and tables that
name in words what they are for. Templates that hold any of it are read by every process; each is checked by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from constructs_lib.policy.reading.iam import MANAGED_POLICY
from constructs_lib.policy.reading.needs import LAMBDA_PERMISSION, RESOURCE_POLICIES
from constructs_lib.policy.rule import Rule

ACROSS = (
    "AWS::Glue::Table", "AWS::IAM::RolePolicy", "AWS::Logs::LogStream", LAMBDA_PERMISSION, *RESOURCE_POLICIES,
)  # fmt: skip
"""Types of which a rule looks at those of every template."""
WORTHWHILE = 500_000
"""Bytes below which one process is as quick, because each has to be started; measured."""
EXCHANGED = re.compile("|".join(("ImportValue", "Export", *ACROSS)).encode())
ATTACHED = re.compile(f"AWS::IAM::Policy|{MANAGED_POLICY}".encode())
ROLES = re.compile(rb"\bRoles\b")
PLAIN_ROLES = re.compile(rb'"Roles":\s*\[\s*\{\s*"Ref":\s*"\w+"\s*\}\s*\]')
"""The role of this template that a policy is for, as the CDK writes it."""
OURS = "constructs_lib."


class Share(NamedTuple):
    """What one process does.

    Attributes:
        own: positions of the templates that it checks.
        beside: positions of those that it reads only.
    """

    own: list[int]
    beside: list[int]


def shares(contents: Sequence[str | bytes], rules: Iterable[Rule], count: int) -> list[Share]:
    """Share templates out.

    Args:
        contents: of the templates.
        rules: those to run; of the rules of other packages, nobody knows what they follow.
        count: of the processes.

    Returns:
        The share of each process; none where they would do the same work, or where it is too little.
    """
    sizes = list(map(len, contents))
    if count == 1 or sum(sizes) < WORTHWHILE or not all(map(is_ours, rules)):
        return []
    common = [at for at, content in enumerate(contents) if concerns_others(content)]
    if 2 * sum(sizes[at] for at in common) > sum(sizes):
        return []
    own: list[list[int]] = [[] for _ in range(count)]
    held = [0] * count
    for at in sorted(range(len(sizes)), key=lambda at: -sizes[at]):
        least = held.index(min(held))
        own[least].append(at)
        held[least] += sizes[at]
    return [Share(sorted(mine), sorted(set(common).difference(mine))) for mine in own]


def is_ours(rule: Rule) -> bool:
    """Tell whether a rule is one of this package."""
    return str(getattr(rule.check, "__module__", "")).startswith(OURS)


def concerns_others(content: str | bytes) -> bool:
    """Tell whether a template holds what a rule may follow from another one; a glance, not a reading."""
    text = content.encode() if isinstance(content, str) else content
    if EXCHANGED.search(text):
        return True
    return ATTACHED.search(text) is not None and len(ROLES.findall(text)) > len(PLAIN_ROLES.findall(text))
