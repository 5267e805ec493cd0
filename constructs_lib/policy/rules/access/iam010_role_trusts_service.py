"""Roles that the service which gets them can assume."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.examples.access import BUCKET, DELIVERY, LAMBDA, OBJECTS, ROLE_GUIDE, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import role_values
from constructs_lib.policy.reading.gateway import METHOD, PRINCIPAL, calls
from constructs_lib.policy.reading.roles import role_of, trusts
from constructs_lib.policy.reading.writers import WRITER_TYPES, writes_of
from constructs_lib.policy.rule import Violation, rule

FIREHOSE = "firehose.amazonaws.com"
FUNCTION = "AWS::Lambda::Function"


@rule(
    id="IAM010",
    name="role-trusts-service",
    title="a role can be assumed by the service that gets it",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM, FUNCTION, METHOD, *WRITER_TYPES),
    why="the service cannot assume the role: most refuse the resource, the others lose what they should write",
    fix="allow sts:AssumeRole to the service in the role's AssumeRolePolicyDocument",
    source=ROLE_GUIDE,
    bad=template(BUCKET, role("Role", OBJECTS, service=LAMBDA), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS), DELIVERY),
)
def role_trusts_service(resource: ResourceView) -> Iterator[Violation]:
    """Check the roles that one resource hands to a service."""
    gap: CannotDecide | None = None
    for value, service in roles_given(resource):
        try:
            found = role_of(value)
            answer = True if found is None else trusts(found, service)
        except CannotDecide as unknown:
            gap = gap or unknown
            continue
        if answer is None:
            gap = gap or CannotDecide(value, "who may assume the role is known only in part")
        elif not answer:
            yield Violation(
                value,
                message=f"the role cannot be assumed by {service}",
                allowed=f"a role that trusts {service}",
                fix=f"allow sts:AssumeRole to {service} in the role's AssumeRolePolicyDocument",
            )
    if gap is not None:
        raise gap


def roles_given(resource: ResourceView) -> Iterator[tuple[Value, str]]:
    """The roles of a resource, each with the service that assumes it."""
    if resource.type == DELIVERY_STREAM:
        for value in role_values(resource):
            yield value, FIREHOSE
    elif resource.type == FUNCTION:
        yield resource["Role"], LAMBDA
    elif resource.type == METHOD:
        for call in calls(resource):
            yield call.role, PRINCIPAL
    else:
        for write in writes_of(resource):
            yield write.role, write.writer.service
