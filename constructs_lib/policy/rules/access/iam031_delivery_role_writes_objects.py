"""Permission to write a bucket's objects."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, DELIVERY, OBJECTS, ROLE_GUIDE, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import write_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="IAM031",
    name="delivery-role-writes-objects",
    title="delivery roles may put objects into their buckets",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and every delivery then fails with S3.AccessDenied",
    fix="allow s3:PutObject on the bucket's ARN followed by /*",
    source=ROLE_GUIDE,
    bad=template(BUCKET, role("Role", OBJECTS.replace("/*", "")), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS), DELIVERY),
)
def delivery_role_writes_objects(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles."""
    for need in unmet(write_needs(stream)):
        yield Violation(
            need.role,
            message="the role is not allowed s3:PutObject on the objects of the bucket",
            allowed="s3:PutObject on the bucket's ARN followed by /*",
        )
