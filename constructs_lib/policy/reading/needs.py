"""What a service must be allowed to do with a role, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.reading.arns import Hole, Tokens, arn_tokens, covers, tokens_of
from constructs_lib.policy.reading.iam import Policy, action_matches, allows, known_items, policies_of
from constructs_lib.policy.reading.json_text import opened
from constructs_lib.policy.reading.ordering import waits_for
from constructs_lib.policy.reading.roles import role_of

RESOURCE_POLICIES = {
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::Kinesis::ResourcePolicy": "ResourcePolicy",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
    "AWS::MSK::ClusterPolicy": "Policy",
    "AWS::Logs::ResourcePolicy": "PolicyDocument",
}
ARN = tuple("arn:")
LAMBDA_PERMISSION = "AWS::Lambda::Permission"
FUNCTION = "AWS::Lambda::Function"


class Need(NamedTuple):
    """A permission that a role must have.

    Attributes:
        role: where the role is given.
        actions: one of them is enough.
        resources: ARNs, one of them is enough; `None` where a grant on anything counts.
        checked: whether the service tries it while the resource is made.
    """

    role: Value
    actions: tuple[str, ...]
    resources: tuple[Tokens | None, ...]
    checked: bool = False

    @property
    def names_resource(self) -> bool:
        """Whether ARNs, or what may be ARNs, stand where they should; a bare name is another rule's business."""
        return any(arn is None or arn[:1] == (Hole.UNKNOWN,) or arn[: len(ARN)] == ARN for arn in self.resources)

    @property
    def action(self) -> str:
        """The action to name in a message."""
        return self.actions[0]


def is_met(need: Need) -> bool:
    """Tell whether a role has a permission.

    Raises:
        CannotDecide: the role, its policies or the resource are not known.
    """
    role = role_of(need.role) if need.names_resource else None
    if role is None:
        return True
    answer = allowed(need, policies_of(role))
    if answer is True and role["PermissionsBoundary"].exists:
        raise CannotDecide(need.role, f"the permissions boundary of {role.id} may take {need.action} away")
    if answer is False and not granted_elsewhere(role, need):
        return False
    if answer is not True:
        raise CannotDecide(need.role, f"what {role.id} is allowed to do is known only in part")
    return True


def unmet(needs: Iterable[Need]) -> Iterator[Need]:
    """The needs that are surely not met.

    Raises:
        CannotDecide: after the certain ones, for the first that is not known.
    """
    gap: CannotDecide | None = None
    for need in needs:
        try:
            if not is_met(need):
                yield need
        except CannotDecide as found:
            gap = gap or found
    if gap is not None:
        raise gap


def missing(needs: Iterable[Need]) -> list[Need]:
    """The needs that are surely not met, all at once.

    Raises:
        CannotDecide: there is none, and some need is not known.
    """
    found: list[Need] = []
    try:
        found.extend(unmet(needs))
    except CannotDecide:
        if not found:
            raise
    return found


def racing_policies(later: ResourceView, need: Need) -> list[ResourceView]:
    """The separate policies that a need rests on and that may come too late for a resource.

    Returns:
        Nothing when the need is met without them, or when there is no certainty.
    """
    try:
        role = role_of(need.role)
    except CannotDecide:
        return []
    if role is None:
        return []
    policies = policies_of(role)
    late = [found for found in policies if found.attached_by and waits_for(later, found.attached_by) is False]
    if not late or allowed(need, policies) is not True:
        return []
    early = [found for found in policies if found not in late]
    if allowed(need, early) is not False:
        return []
    return [found.attached_by for found in late if found.attached_by and allowed(need, [found]) is True]


def allowed(need: Need, policies: Sequence[Policy]) -> bool | None:
    """Tell whether policies meet a need; `None` when that is not known."""
    answers = {allows(policies, action, resource) for action in need.actions for resource in need.resources}
    return True if True in answers else (None if None in answers else False)


def granted_elsewhere(role: ResourceView, need: Need) -> bool:
    """Tell whether a resource's own policy may allow what the role's policies do not."""
    if any(action.startswith("lambda:") for action in need.actions):
        for permission in role.view.of_type(LAMBDA_PERMISSION):
            principal = permission["Principal"]
            named = not principal.undecided and str(principal.text).endswith("amazonaws.com")
            if not named and may_be_on(permission["FunctionName"], need):
                return True
    for kind, document in RESOURCE_POLICIES.items():
        for policy in role.view.of_type(kind):
            statements = known_items(opened(policy[document])["Statement"])
            if statements is None or any(may_grant(statement, need) for statement in statements):
                return True
    return False


def may_be_on(function: Value, need: Need) -> bool:
    """Tell whether a permission may be one on the function that a need is about; on another of the app it is not."""
    if function.reference is None:
        return True
    found = function.owner.view.find(function.owner.resource.template, function.reference.target)
    if found is None or found.type != FUNCTION:
        return True
    arn = arn_tokens(found)
    return any(wanted is None or wanted[: len(arn)] == arn for wanted in need.resources)


def may_grant(statement: Value, need: Need) -> bool:
    """Tell whether a statement of a resource's policy may let a role in."""
    actions = known_items(statement["Action"])
    if statement.undecided or actions is None or statement["NotAction"].exists:
        return True
    if statement["Effect"].undecided or statement["Effect"].text != "Allow":
        return statement["Effect"].undecided
    principal = statement["Principal"]
    if not principal.undecided and principal.keys == ["Service"]:
        return False
    if not may_cover(known_items(statement["Resource"]), need):
        return False
    return any(
        action.undecided or any(action_matches(action.text or "", wanted) for wanted in need.actions)
        for action in actions
    )


def may_cover(resources: list[Value] | None, need: Need) -> bool:
    """Tell whether the resources of a statement may be those of a need."""
    return not resources or any(
        wanted is None or covers(tokens_of(listed), wanted) is not False
        for listed in resources
        for wanted in need.resources
    )
