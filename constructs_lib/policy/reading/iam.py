"""Decide what an IAM role may do, as far as the app's templates say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from constructs_lib.graph import CannotDecide, Graph, Reference, Resource, ResourceView, Value, once
from constructs_lib.graph.values import Choice, Node
from constructs_lib.policy.reading.arns import Tokens, covers, tokens_of
from constructs_lib.policy.reading.indexes import indexed
from constructs_lib.policy.reading.json_text import opened
from constructs_lib.policy.reading.managed_policies import allowed_by

T = TypeVar("T")
ROLE = "AWS::IAM::Role"
MANAGED_POLICY = "AWS::IAM::ManagedPolicy"
ATTACHING = {"AWS::IAM::Policy": "Roles", MANAGED_POLICY: "Roles", "AWS::IAM::RolePolicy": "RoleName"}
"""Policy types and the property that names their roles."""


class Policy(NamedTuple):
    """Statements that belong to a role.

    Attributes:
        statements: of the policy document.
        actions: allowed on every resource, for a managed policy of AWS.
        known: whether the content is known at all.
        attached_by: the separate resource that attaches it; `None` when the role itself holds it.
        attached: whether it surely belongs to the role.
    """

    statements: tuple[Value, ...] = ()
    actions: tuple[str, ...] = ()
    known: bool = True
    attached_by: ResourceView | None = None
    attached: bool = True

    def answers(self, action: str, resource: Tokens | None) -> Iterator[tuple[str, bool | None]]:
        """What each statement says of an action on a resource: `("Allow", True)`; `None` is unknown."""
        if not self.known:
            yield "Allow", None
        if any(action_matches(pattern, action) for pattern in self.actions):
            yield "Allow", True
        for statement in self.statements:
            answer = applies(statement, action, resource)
            effect = decided_text(statement["Effect"]) or "Allow"
            if answer is not False:
                yield effect, answer if self.attached else None


@once
def policies_of(role: ResourceView) -> tuple[Policy, ...]:
    """Collect the policies of a role: inline, managed, and those that other resources attach."""
    found = [policy(document) for document in listed(role, "Policies[].PolicyDocument")]
    found += [managed(arn) for arn in listed(role, "ManagedPolicyArns[]")]
    for resource in attachments(role):
        attached = attaches(resource[ATTACHING[resource.type]], role)
        if attached is not False:
            found.append(policy(resource["PolicyDocument"], attached_by=resource, attached=attached is True))
    return tuple(found)


def attachments(role: ResourceView) -> Iterator[ResourceView]:
    """The policies of the app that may name a role."""
    view = role.view
    index = index_attachments(view.graph)
    for policy in (*index.get(role.id, ()), *index.get(None, ())):
        if view.includes(policy):
            yield view.of(policy)


@indexed
def index_attachments(graph: Graph) -> dict[str | None, list[Resource]]:
    """List the attaching policies by the logical ids that they name; below `None` those that name something else."""
    index: dict[str | None, list[Resource]] = {}
    for kind, roles in ATTACHING.items():
        for resource in graph.types.get(kind, ()):
            for name in leaves(resource.properties.get(roles)):
                index.setdefault(name, []).append(resource)
    return index


def leaves(node: Node) -> set[str | None]:
    """The logical ids that a list of role names refers to; `None` for a name that is no plain `Ref`."""
    if isinstance(node, Reference):
        return {node.target}
    if isinstance(node, Choice):
        return leaves(node.if_true) | leaves(node.if_false)
    if isinstance(node, Sequence) and not isinstance(node, str):
        return {name for item in node for name in leaves(item)}
    return set() if node is None else {None}


def listed(role: ResourceView, pattern: str) -> list[Value]:
    """The values that a pattern reaches; what is not known stands for itself."""
    try:
        return list(role.each(pattern))
    except CannotDecide as gap:
        return [gap.value]


def policy(document: Value, attached_by: ResourceView | None = None, attached: bool = True) -> Policy:
    """Read a policy document."""
    statements = known_items(opened(document)["Statement"])
    if statements is None:
        return Policy(known=False, attached_by=attached_by, attached=attached)
    return Policy(statements=tuple(statements), attached_by=attached_by, attached=attached)


def managed(arn: Value) -> Policy:
    """Read a managed policy: one of AWS, or one of the app."""
    try:
        target = arn.target
    except CannotDecide:
        return Policy(known=False)
    if target is not None:
        return policy(target["PolicyDocument"]) if target.type == MANAGED_POLICY else Policy(known=False)
    actions = None if arn.undecided else allowed_by(arn.text or "")
    return Policy(known=False) if actions is None else Policy(actions=actions)


def attaches(names: Value, role: ResourceView) -> bool | None:
    """Tell whether one of some role names is a role's; `None` when that is not known."""
    items = known_items(names)
    if items is None:
        return None
    answers = {names_role(item, role) for item in items}
    return True if True in answers else (None if None in answers else False)


def names_role(name: Value, role: ResourceView) -> bool | None:
    """Tell whether a name is a role's."""
    try:
        target = name.target
    except CannotDecide:
        return None
    if target is not None:
        return target.same(role)
    own = role["RoleName"]
    if name.undecided or own.undecided:
        return None
    return own.exists and own.text == name.text


def allows(policies: Iterable[Policy], action: str, resource: Tokens | None) -> bool | None:
    """Tell whether policies allow an action on a resource.

    Args:
        policies: of one role.
        action: such as `kinesis:GetRecords`.
        resource: the ARN; `None` where a grant on anything counts.

    Returns:
        `None` when that depends on what is not known.
    """
    allowed: bool | None = False
    denied: bool | None = False
    for policy in policies:
        for effect, answer in policy.answers(action, resource):
            if effect == "Deny":
                denied = True if answer else (None if denied is False else denied)
            elif allowed is not True:
                allowed = answer
    if denied is True:
        return False
    return None if allowed is True and denied is None else allowed


def applies(statement: Value, action: str, resource: Tokens | None) -> bool | None:
    """Tell whether a statement speaks of an action on a resource; a condition that may not hold makes it unknown."""
    if statement.undecided:
        return None
    spoken = speaks_of(
        actions_of(statement), lambda pattern: None if pattern is None else action_matches(pattern, action)
    )
    if spoken is False:
        return False
    denies = decided_text(statement["Effect"]) == "Deny"
    covered: bool | None = None if denies else True
    if resource is not None:
        covered = speaks_of(resources_of(statement), lambda pattern: covers(pattern, resource))
    if covered is False:
        return False
    if denies and statement["Condition"].exists:
        return None
    return None if None in (spoken, covered) else True


@once
def actions_of(statement: Value) -> tuple[bool, list[str | None] | None]:
    """The action patterns of a statement, see `patterns_of`; one that is not known is `None`."""
    return patterns_of(statement, "Action", "NotAction", decided_text)


@once
def resources_of(statement: Value) -> tuple[bool, list[Tokens] | None]:
    """The resource patterns of a statement, see `patterns_of`."""
    return patterns_of(statement, "Resource", "NotResource", tokens_of)


def patterns_of(statement: Value, key: str, negated: str, read: Callable[[Value], T]) -> tuple[bool, list[T] | None]:
    """Read one of the lists of a statement.

    Returns:
        Whether the statement speaks of everything else, and the patterns; `None` when these are not known.
    """
    inverse = statement[negated].exists
    items = known_items(statement[negated if inverse else key])
    return inverse, None if items is None else [read(item) for item in items]


def speaks_of(patterns: tuple[bool, list[T] | None], fits: Callable[[T], bool | None]) -> bool | None:
    """Tell whether one of the listed patterns, or none of the negated ones, fits."""
    inverse, listed = patterns
    if listed is None:
        return None
    answers = {fits(pattern) for pattern in listed}
    found = True if True in answers else (None if None in answers else False)
    return found if not inverse or found is None else not found


@lru_cache(maxsize=4096)
def action_matches(pattern: str, action: str) -> bool:
    """Match an action with `*` and `?`, whatever the case."""
    return bool(expression(pattern).fullmatch(action))


@lru_cache(maxsize=4096)
def expression(pattern: str) -> re.Pattern[str]:
    """The regular expression of an action pattern."""
    pieces = ({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.compile("".join(pieces), re.IGNORECASE)


@once
def known_items(value: Value) -> list[Value] | None:
    """The items of a list, or a single value; `None` when they are not known."""
    try:
        return value.items
    except CannotDecide:
        return None


def decided_text(value: Value) -> str | None:
    """A text if it is known."""
    try:
        return value.text
    except CannotDecide:
        return None
