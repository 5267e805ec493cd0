"""The accounts of a delivery stream's roles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arns import ACCOUNT
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import role_values
from constructs_lib.policy.rule import Violation, rule

ROLE = re.compile(r"arn:[^:]+:iam::(?P<account>\d{12}):role/")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        RoleARN: arn:aws:iam::111122223333:role/delivery
        DataFormatConversionConfiguration:
          SchemaConfiguration:
            RoleARN: arn:aws:iam::{account}:role/catalog
            DatabaseName: lake
            TableName: orders
"""


@rule(
    id="KDF137",
    name="roles-of-one-account",
    title="the roles of a delivery stream are of one account",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="a role can only be given to a service in its own account, and the service refuses the others",
    fix="use roles of the account of the delivery stream, and let the other account grant them what they need",
    source="botocore 1.44.5 firehose SchemaConfiguration RoleARN; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-firehose-schema-config-role-account, "
    "pf-firehose-role-arn-account, 2026-09-10",
    bad=EXAMPLE.format(account="444455556666"),
    good=EXAMPLE.format(account="111122223333"),
)
def roles_of_one_account(stream: ResourceView) -> Iterator[Violation]:
    """Check the roles of one delivery stream that are written out; what is known at deployment is not compared."""
    known = [(role, account) for role in role_values(stream) if (account := account_in(role.parts)) is not None]
    for role, account in known[1:]:
        if account != known[0][1]:
            yield Violation(
                role,
                message=f"the role is of account {account}, and another of this delivery stream of {known[0][1]}",
                given=account,
                allowed=known[0][1],
            )


def account_in(parts: tuple[object, ...]) -> str | None:
    """Read the account at the known beginning of an ARN of a role; the one that stands for any is none."""
    first = parts[0] if parts else None
    found = ROLE.match(first) if isinstance(first, str) else None
    return found["account"] if found is not None and found["account"] != ACCOUNT else None
