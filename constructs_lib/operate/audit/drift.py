"""Compare what runs with the templates that should be deployed: only what these set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.graph import Definition, Resource
from constructs_lib.graph.readers.account import CONSUMER, NAMES, Place
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.comparison import Difference, Known, differences
from constructs_lib.operate.audit.delivery_shapes import DELIVERY_STREAM
from constructs_lib.operate.audit.selection import Selection
from constructs_lib.operate.audit.shapes import ALARM, FUNCTION, LOG_GROUP, MAPPING, STREAM, TABLES
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.audits import DRIFT, MISSING
from constructs_lib.policy.notices.notice import tell

COMPARED = (STREAM, CONSUMER, DELIVERY_STREAM, MAPPING, FUNCTION, ALARM, LOG_GROUP)
LISTED = {STREAM: "kinesis:ListStreams", DELIVERY_STREAM: "firehose:ListDeliveryStreams"}
"""Types of which everything is listed, with the call, so that what is not found is not there."""
NAME_PROPERTIES = {**NAMES, ALARM: "AlarmName", CONSUMER: "ConsumerName"}
UNTOLD = "****"
"""What CloudFormation shows of a parameter with NoEcho."""
BY_NAME = "a template without its stack: resources that CloudFormation names are not compared; give --stack"


@dataclass(frozen=True, slots=True)
class Deployed:
    """A template that should be deployed.

    Attributes:
        resources: as they were read.
        stack: the name of its stack, with which the physical names are looked up.
    """

    resources: Sequence[Resource]
    stack: str | None = None


class Live:
    """What runs, by type and any of its names."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        """Index definitions."""
        self.found: dict[tuple[str, str], Definition] = {}
        for definition in definitions:
            if definition.type not in COMPARED:
                continue
            named = definition.properties.get(NAME_PROPERTIES.get(definition.type, ""))
            parts = definition.id.split(":")
            tail = parts[-1].rpartition("/")[2] if definition.type == MAPPING else ""
            for name in filter(None, (definition.id, named if definition.type != CONSUMER else "", tail)):
                self.found.setdefault((definition.type, str(name)), definition)

    def by_name(self, type: str, name: str | None) -> Definition | None:
        """Find a resource by its name, its ARN or its id."""
        return self.found.get((type, name)) if name else None


def drift_findings(
    account: Account,
    templates: Iterable[Deployed],
    definitions: Sequence[Definition],
    place: Place,
    selection: Selection,
) -> Iterator[Finding]:
    """Compare each resource of some templates with the one that runs under its physical name.

    Args:
        account: to ask for the physical names of a stack.
        templates: what should be deployed.
        definitions: what runs.
        place: where.
        selection: what the audit is about.
    """
    live = Live(definitions)
    denied = {one.call for one in account.skipped}
    for template in templates:
        values: Mapping[str, str] = {}
        try:
            names, unclear = physical_names(account, template), denied
            values = parameters_of(account, template.stack)
        except Unread:
            names, unclear = names_in(template), {*LISTED.values()}
        yield from template_drift(template, names, values, live, place, selection, unclear)


def physical_names(account: Account, template: Deployed) -> dict[str, str]:
    """Logical id to physical name: from the stack, or as the template says.

    Raises:
        Unread: the stack is not there, or may not be read.
    """
    found = names_in(template)
    if template.stack is None:
        if any(each.type in COMPARED and each.id not in found for each in template.resources):
            account.skip("drift", template.resources[0].template.name, BY_NAME)
        return found
    listed = account.ask("cloudformation:ListStackResources", template.stack, StackName=template.stack)
    return found | {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in listed}


def parameters_of(account: Account, stack: str | None) -> dict[str, str]:
    """The values of a stack's parameters, but those that are kept secret; none where they may not be read."""
    if stack is None:
        return {}
    try:
        described = account.ask("cloudformation:DescribeStacks", stack, StackName=stack)
    except Unread:
        return {}
    given = (each for one in described for each in one.get("Parameters", ()))
    found = {each["ParameterKey"]: each.get("ResolvedValue", each.get("ParameterValue")) for each in given}
    return {name: value for name, value in found.items() if value is not None and value != UNTOLD}


def names_in(template: Deployed) -> dict[str, str]:
    """Logical id to physical name, as far as the template says it."""
    found: dict[str, str] = {}
    for resource in template.resources:
        name = resource.properties.get(NAME_PROPERTIES.get(resource.type, ""))
        if isinstance(name, str) and resource.type != CONSUMER:
            found[resource.id] = name
    return found


def template_drift(
    template: Deployed,
    names: Mapping[str, str],
    values: Mapping[str, str],
    live: Live,
    place: Place,
    selection: Selection,
    denied: set[str],
) -> Iterator[Finding]:
    """Compare the resources of one template."""
    matched = {
        each.id: definition
        for each in template.resources
        if (definition := live.by_name(each.type, names.get(each.id))) is not None
    }
    known = Known(names, {logical: definition.id for logical, definition in matched.items()}, place, values)
    for resource in template.resources:
        definition = matched.get(resource.id)
        if definition is not None:
            for found in differences(set_properties(resource), definition.properties, known):
                yield drift(resource, definition, found)
        elif resource.type in LISTED and LISTED[resource.type] not in denied:
            name = names.get(resource.id)
            if name and resource.condition is None and selection.takes(name):
                yield missing(resource, name)


def set_properties(resource: Resource) -> dict[str, Any]:
    """The properties that a template sets and an audit reads."""
    table = TABLES.get(resource.type)
    return {name: value for name, value in resource.properties.items() if table is None or name in table}


def drift(resource: Resource, definition: Definition, found: Difference) -> Finding:
    """Say one difference."""
    return tell(
        DRIFT,
        f"{found.path} is {found.live}; the template sets {found.template}",
        resource=definition.id,
        resource_type=definition.type,
        property=found.path,
        given=found.live,
        allowed=found.template,
        source=f"{resource.template.name}, resource {resource.id}",
    )


def missing(resource: Resource, name: str) -> Finding:
    """Say that a resource of a template is not there."""
    return tell(
        MISSING,
        f"{resource.id} of {resource.template.name} is not deployed here",
        resource=name,
        resource_type=resource.type,
        source=f"{resource.template.name}, resource {resource.id}",
    )
