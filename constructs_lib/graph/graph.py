"""Every resource that is looked at together, and the view of them under one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from constructs_lib.graph.conditions import ParameterFacts
from constructs_lib.graph.resource import PropertyPath, Resource, Template
from constructs_lib.graph.scenario import Scenario
from constructs_lib.graph.values import Choice, Import, Lookup, Node, OneOf, Parameter, Reference, Text, Undecided
from constructs_lib.graph.view import ResourceView
from constructs_lib.limits import Limit, limit

NUMERIC_PARAMETERS = {"Number"}
DYNAMIC = "{{resolve:"
LIST_PARAMETERS = ("CommaDelimitedList", "List<")
"""How the types of parameters begin that hold lists."""


class Graph:
    """The resources of one app: one template, or several that refer to one another."""

    def __init__(self, resources: Iterable[Resource], quotas: Mapping[str, Mapping[str, Limit]] | None = None) -> None:
        """Put resources together.

        Args:
            resources: of one template, or of several that refer to one another.
            quotas: template name to the limits that AWS has raised where it is deployed, by id.
        """
        self.resources = tuple(resources)
        self.quotas = quotas or {}
        self._by_id = {(id(r.template), r.id): r for r in self.resources}

    def find(self, template: Template, logical_id: str) -> Resource | None:
        """Find a resource of a template."""
        return self._by_id.get((id(template), logical_id))

    @cached_property
    def types(self) -> dict[str, list[Resource]]:
        """The resources by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def exports(self) -> dict[str, tuple[Template, Node]]:
        """Every export of every template; a name that two templates export is left out."""
        found: dict[str, tuple[Template, Node]] = {}
        doubled: set[str] = set()
        for template in {id(r.template): r.template for r in self.resources}.values():
            for name, node in template.exports.items():
                if name in found:
                    doubled.add(name)
                found[name] = (template, node)
        return {name: export for name, export in found.items() if name not in doubled}


def chosen(option: Node) -> Node:
    """What one of several values is: a dynamic reference stands for what only the deployment knows."""
    if isinstance(option, str) and DYNAMIC in option:
        return Undecided("a dynamic reference is looked up at deployment")
    return option


class View:
    """A graph under one scenario."""

    def __init__(self, graph: Graph, scenario: Scenario, template: str = "") -> None:
        """See a graph.

        Args:
            graph: every resource.
            scenario: which conditions hold.
            template: name of the template whose resource is looked at; its account and region decide about quotas.
        """
        self.graph = graph
        self.scenario = scenario
        self.template = template
        self._seen: dict[int, ResourceView] = {}

    def limit(self, id: str) -> Limit:
        """Look up a limit as it holds for the account: raised where AWS has granted more."""
        return self.graph.quotas.get(self.template, {}).get(id) or limit(id)

    def of(self, resource: Resource) -> ResourceView:
        """See one resource; always the same view of it, so that what has been read is kept."""
        found = self._seen.get(id(resource))
        if found is None:
            found = self._seen[id(resource)] = ResourceView(resource, self)
        return found

    def forget(self) -> None:
        """Let go of what has been read; it refers back to the view, so that it would stay until a collection."""
        for seen in self._seen.values():
            seen.kept.clear()
        self._seen.clear()

    def find(self, template: Template, logical_id: str) -> ResourceView | None:
        """See the resource with a logical id; across stacks the id carries its template."""
        found = self.graph.find(template, logical_id)
        if found is None and "\n" in logical_id:
            name, _, own = logical_id.partition("\n")
            found = next((r for r in self.graph.resources if r.template.name == name and r.id == own), None)
        return None if found is None else self.of(found)

    def of_type(self, type: str) -> Iterator[ResourceView]:
        """See every resource of a type that exists under this scenario."""
        for resource in self.graph.types.get(type, ()):
            if self.includes(resource):
                yield self.of(resource)

    def includes(self, resource: Resource) -> bool:
        """Tell whether a resource's condition holds."""
        template = resource.template
        if resource.condition is None:
            return True
        return self.scenario.holds(template.name, template.conditions, resource.condition)

    def settle(self, resource: Resource, path: PropertyPath, node: Node) -> Node:
        """Follow conditions, parameters and imports until a plain value, a reference or an unknown is left."""
        template = resource.template
        while True:
            if isinstance(node, Choice):
                holds = self.scenario.holds(template.name, template.conditions, node.condition)
                node = node.if_true if holds else node.if_false
            elif isinstance(node, OneOf):
                place = f"{resource.id}.{'.'.join(map(str, path))}"
                node = chosen(node.options[self.scenario.pick(template.name, place, len(node.options))])
            elif isinstance(node, Parameter):
                node = self._parameter(template, node)
            elif isinstance(node, Lookup):
                node = self._look_up(template, node)
            elif isinstance(node, Import):
                node = self._import(node)
            else:
                return node.whole if isinstance(node, Text) else node

    def _parameter(self, template: Template, node: Parameter) -> Node:
        facts = template.conditions.parameters.get(node.name)
        value = None if facts is None else self.scenario.value(template.name, template.conditions, facts)
        if facts is None or value is None:
            return Undecided(f"parameter {node.name} has no default")
        if value == "" and not facts.allowed:
            return Undecided(f"parameter {node.name} is empty unless it is given")
        if facts.type.startswith(LIST_PARAMETERS):
            return [item.strip() for item in value.split(",")]
        if facts.type in NUMERIC_PARAMETERS:
            try:
                number = float(value)
            except ValueError:
                return Undecided(f"parameter {node.name} holds no number")
            return int(number) if number.is_integer() else number
        return value

    def _look_up(self, template: Template, node: Lookup) -> Node:
        facts = ParameterFacts(node.parameter, "String", allowed=tuple(node.options))
        value = self.scenario.value(template.name, template.conditions, facts)
        if value is None or value not in node.options:
            return Undecided(f"the map has nothing for the {node.parameter} that the conditions ask for")
        return chosen(node.options[value])

    def _import(self, node: Import) -> Node:
        export = self.graph.exports.get(node.name)
        if export is None:
            return Undecided(f"{node.name} is imported from outside this app")
        template, exported = export
        if isinstance(exported, Text):
            exported = exported.whole
        if isinstance(exported, Reference):
            return Reference(f"{template.name}\n{exported.target}", exported.attribute)
        return exported if isinstance(exported, str | int | float) else Undecided(f"export {node.name}")
