"""Separate policies that come before the mapping that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    FUNCTION,
    LAMBDA,
    MAPPING,
    READ_MAPPED,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPING as MAPPING_TYPE
from constructs_lib.policy.reading.event_sources import is_kinesis, mappings_of
from constructs_lib.policy.reading.mapping_access import read_needs, subscribe_needs
from constructs_lib.policy.reading.needs import racing_policies
from constructs_lib.policy.rule import Violation, rule

POLICY = f"""
Reading:
  Type: AWS::IAM::Policy
  Properties:
    PolicyName: reading
    Roles: [!Ref Role]
    PolicyDocument: {{Statement: [{READ_MAPPED}]}}
"""
WAITING = MAPPING.replace("  Properties:", "  DependsOn: Reading\n  Properties:")


@rule(
    id="IAM021",
    name="mapping-waits-for-policies",
    title="a mapping is made after the separate policies that let its function read the stream",
    severity=Severity.ERROR,
    resources=(MAPPING_TYPE,),
    why="CloudFormation makes both at once; Lambda tries the role too early and refuses the mapping, now and then",
    fix="add the policy to DependsOn of the mapping or of its function, or write it into the role",
    source="https://github.com/alertlogic/cwe-collector/issues/2: cannot access stream (read 2026-11-21)",
    bad=template(SOURCE, FUNCTION, role("Role", service=LAMBDA), POLICY, MAPPING),
    good=template(SOURCE, FUNCTION, role("Role", service=LAMBDA), POLICY, WAITING),
)
def mapping_waits_for_policies(mapping: ResourceView) -> Iterator[Violation]:
    """Check one mapping against the policies that its function's role gets from elsewhere."""
    if not is_kinesis(mapping["EventSourceArn"]):
        return
    needs = chain.from_iterable(chain(read_needs(each), subscribe_needs(each)) for each in mappings_of(mapping))
    late = {policy.id: need for need in needs for policy in racing_policies(mapping, need)}
    for name, need in late.items():
        yield Violation(
            mapping["DependsOn"],
            message=f"the mapping does not wait for {name}, which allows {need.action}",
            given=f"no order between this resource and {name}",
            allowed=f"DependsOn: {name}, directly or through anything in between",
        )
