"""Read a template: JSON or YAML, CloudFormation or SAM, through AWS's own template model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.graph.conditions import Conditions, ParameterFacts, parse_expression
from constructs_lib.graph.definition import HINTS
from constructs_lib.graph.graph import Graph
from constructs_lib.graph.readers.document import Document, UnreadableDocument
from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.graph.resource import Position, Resource, Template
from constructs_lib.graph.values import Choice, Import, Node, OneOf, Parameter, Reference, Text, Undecided

if TYPE_CHECKING:
    from cloudformation_validate import TemplateModel

CONSTRUCT_PATH = "aws:cdk:path"
IMPORT_REASON = "cross-stack import: "
TEXT_REASON = re.compile(r"(?:Sub|Join):(.*)", re.DOTALL)
PIECE = re.compile(r"\$\{([^}!]+)\}|\{ref:([^}]+)\}|\{dynamic[^}]*\}")
JOIN = ".Fn::Join."
LARGEST_REWRITTEN = 2_000_000
"""Bytes; CloudFormation takes a megabyte."""
DEPLOYMENT_TIME_PARAMETERS = "AWS::SSM::Parameter"


class UnreadableTemplate(ValueError):
    """A file is not a template that can be read.

    Attributes:
        name: the file.
        line: where reading stopped, if that is known.
    """

    def __init__(self, name: str, problem: str, line: int | None = None) -> None:
        super().__init__(f"{name}{f':{line}' if line else ''}: {problem}")
        self.name = name
        self.line = line


def read_template(content: str | bytes, name: str) -> Graph:
    """Read one template.

    Args:
        content: JSON or YAML text.
        name: how the user names the file.

    Raises:
        UnreadableTemplate: it is not JSON or YAML, is too large or too deep, or has no `Resources`.
    """
    return Graph(template_resources(content, name))


def template_resources(content: str | bytes, name: str) -> list[Resource]:
    """Read the resources of one template, to be put into a graph together with those of others.

    Raises:
        UnreadableTemplate: see `read_template`.
    """
    from cloudformation_validate import TemplateContent, TemplateModel, ValidationError

    original = None
    try:
        model = TemplateModel(TemplateContent(content, name))
    except ValidationError as error:
        if len(content) > LARGEST_REWRITTEN:
            raise unreadable(error, name) from error
        try:
            text, original = rewrite(content, name)
            model = TemplateModel(TemplateContent(text, name))
        except (ValidationError, UnreadableDocument):
            raise unreadable(error, name) from error
    resources = model.resources()
    if not resources and not has_resources(model):
        raise UnreadableTemplate(name, "it has no Resources section, so it is no CloudFormation template")
    reader = TemplateReader(model, name, original)
    return [reader.resource(logical_id, found) for logical_id, found in resources.items()]


def has_resources(model: TemplateModel) -> bool:
    """Tell whether a template without readable resources has at least the section."""
    return "Resources" in model.to_diagnostic_model().template.raw_top_level_keys


def unreadable(error: Exception, name: str) -> UnreadableTemplate:
    """Turn the model's refusal into one sentence with the line it names."""
    message = str(getattr(error, "msg", error)).removeprefix("msg='").removesuffix("'")
    place = re.match(r"(\d+):(\d+): (.*)", message, re.DOTALL)
    if place:
        return UnreadableTemplate(name, place[3], int(place[1]))
    return UnreadableTemplate(name, message)


class TemplateReader:
    """Turns the resolved model of one template into resources."""

    def __init__(self, model: TemplateModel, name: str, original: Document | None = None) -> None:
        """Read the facts of the template.

        Args:
            model: what AWS's reader made of it.
            name: how the user names the file.
            original: the places in the file, where the model was made of a rewritten text.
        """
        self.model = model
        self.original = original
        self.facts = {
            key: ParameterFacts(
                name=key,
                type=facts.param_type,
                default=facts.default,
                allowed=tuple(map(str, facts.allowed_values or ())),
            )
            for key, facts in model.parameters().items()
        }
        names = model.conditions()
        expressions = {}
        self.parameter_paths: dict[tuple[str, str], str] = {}
        if names or any(facts.allowed or facts.default == "" for facts in self.facts.values()):
            expressions = {key: parse_expression(found.expression) for key, found in self.details.conditions.items()}
            self.parameter_paths = {
                (edge.source, edge.source_path.partition(JOIN)[0]): edge.target
                for edge in self.details.edges
                if edge.kind == "Ref"
                and edge.target in self.facts
                and not self.facts[edge.target].type.startswith(DEPLOYMENT_TIME_PARAMETERS)
            }
        self.template = Template(
            name=name,
            conditions=Conditions(expressions=expressions, parameters=self.facts),
            exports=self.exports(),
            locate=self.locate,
        )

    def resource(self, logical_id: str, found: Any) -> Resource:
        """Make a resource; its properties are converted when they are first read."""
        metadata = python_value(found.metadata) if found.metadata is not None else None
        notes = metadata if isinstance(metadata, Mapping) else {}
        path, hints = notes.get(CONSTRUCT_PATH), notes.get(HINTS)

        policy = (
            None if found.deletion_policy is None else self.node(found.deletion_policy, logical_id, "DeletionPolicy")
        )

        def read() -> Mapping[str, Node]:
            return {key: self.node(value, logical_id, f"Properties.{key}") for key, value in found.properties.items()}

        return Resource(
            template=self.template,
            id=logical_id,
            type=found.resource_type,
            read=read,
            depends_on=tuple(found.depends_on),
            condition=found.condition,
            deletion_policy=policy if isinstance(policy, str) else None,
            construct_path=path if isinstance(path, str) else None,
            hints=hints if isinstance(hints, Mapping) else {},
        )

    def node(self, value: Any, logical_id: str, path: str) -> Node:
        """Convert one resolved value.

        Args:
            value: the model's `ResolvedValue`.
            logical_id: the resource that holds it.
            path: where it stands, as the model writes it: `Properties.A.0.Fn::If.1.B`.
        """
        parameter = self.parameter_paths.get((logical_id, path))
        if parameter is not None and is_plain_parameter(value, self.facts[parameter]):
            return Parameter(parameter)
        match variant(value):
            case "CONCRETE":
                return self.concrete(python_value(value.value), logical_id, path)
            case "LIST_VALUE":
                return [self.node(item, logical_id, f"{path}.{position}") for position, item in enumerate(value.items)]
            case "MAP":
                return {entry.key: self.node(entry.value, logical_id, f"{path}.{entry.key}") for entry in value.entries}
            case "ENUM_VALUE":
                return OneOf(tuple(self.node(option, logical_id, f"{path}.?") for option in value.variants))
            case "CONDITIONAL":
                return Choice(
                    value.condition,
                    self.node(value.if_true, logical_id, f"{path}.Fn::If.1"),
                    self.node(value.if_false, logical_id, f"{path}.Fn::If.2"),
                )
            case "REFERENCE":
                return reference(value)
            case _:
                return self.unknown(value.reason, logical_id, path)

    def concrete(self, value: Any, logical_id: str, path: str) -> Node:
        """Put parameters back where the model has replaced them by their defaults inside a larger value."""
        if self.parameter_paths and isinstance(value, dict | list):
            if isinstance(value, list):
                return [self.concrete(item, logical_id, f"{path}.{position}") for position, item in enumerate(value)]
            return {key: self.concrete(entry, logical_id, f"{path}.{key}") for key, entry in value.items()}
        parameter = self.parameter_paths.get((logical_id, path))
        if parameter is not None and str(value) == self.facts[parameter].default:
            return Parameter(parameter)
        if parameter is not None and self.facts[parameter].default == "":
            return Undecided(f"parameter {parameter} is empty unless it is given")
        plain: Node = value
        return plain

    def unknown(self, reason: str, logical_id: str, path: str) -> Node:
        """Convert a value that is not known: an import, a text known in part, or nothing more than a reason."""
        if reason.startswith(IMPORT_REASON):
            return Import(reason.removeprefix(IMPORT_REASON))
        text = TEXT_REASON.fullmatch(reason)
        if text is None:
            return Undecided(reason)
        attributes = self.joined_attributes.get(logical_id, []) if "{ref:" in text[1] else []
        return Text(text_parts(text[1], [(to, attribute) for at, to, attribute in attributes if at.startswith(path)]))

    @cached_property
    def joined_attributes(self) -> dict[str, list[tuple[str, str, str | None]]]:
        """The references inside each resource's `Fn::Join`: path, target and attribute, in the order of the template.

        The model's text of a join names the target alone.
        """
        found: dict[str, list[tuple[str, str, str | None]]] = {}
        for edge in self.details.edges:
            if "Fn::Join" in edge.source_path:
                found.setdefault(edge.source, []).append((edge.source_path, edge.target, edge.attr))
        return found

    @cached_property
    def details(self) -> Any:
        """The model's references and conditions; made only when they are needed."""
        return self.model.to_diagnostic_model()

    def exports(self) -> dict[str, Node]:
        """Read the exports whose names are known."""
        found: dict[str, Node] = {}
        for output in self.model.outputs().values():
            name = output.export_name
            if variant(name) == "CONCRETE" and output.value is not None:
                found[str(python_value(name.value))] = self.node(output.value, "", "")
        return found

    def locate(self, path: str) -> Position:
        """Find a path of the template, or the nearest enclosing thing, in the file."""
        parts = path.split("/")
        if self.original is not None:
            steps = tuple(int(part) if part.isdigit() else part for part in parts)
            return Position(self.template.name, *self.original.place(steps))
        while parts:
            span = self.model.source_location("/".join(parts))
            if span is not None:
                return Position(self.template.name, span.start_line, span.start_column)
            parts.pop()
        return Position(self.template.name)


def is_plain_parameter(value: Any, facts: ParameterFacts) -> bool:
    """Tell a bare `Ref` to a parameter from a text that contains one."""
    match variant(value):
        case "CONCRETE":
            found = python_value(value.value)
            return isinstance(found, list) or str(found) == facts.default
        case "ENUM_VALUE":
            return tuple(str(python_value(option.value)) for option in value.variants) == facts.allowed
        case "TYPED_DYNAMIC":
            return True
        case _:
            return False


def variant(value: Any) -> str:
    """Name the variant of one of the model's tagged values: `ResolvedValue.LIST_VALUE` is `LIST_VALUE`."""
    return type(value).__name__.rpartition(".")[2]


def reference(value: Any) -> Node:
    """Convert a reference to a resource."""
    return Reference(value.target, getattr(value.kind, "attr", None))


def text_parts(text: str, attributes: Sequence[tuple[str, str | None]] = ()) -> tuple[str | Reference | Undecided, ...]:
    """Split a partly known text into literals and references: `{ref:Bucket}/*`, `${Bucket.Arn}/*`.

    Args:
        text: as the model writes it.
        attributes: target and attribute of the references of a join, in order.
    """
    parts: list[str | Reference | Undecided] = []
    known = list(attributes)
    end = 0
    for piece in PIECE.finditer(text):
        if piece.start() > end:
            parts.append(text[end : piece.start()])
        name = piece[1] or piece[2]
        if name is None:
            parts.append(Undecided("unknown part"))
        else:
            target, _, attribute = name.partition(".")
            at = next((place for place, (to, _) in enumerate(known) if piece[2] and to == target), None)
            parts.append(Reference(target, attribute or (known.pop(at)[1] if at is not None else None)))
        end = piece.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def python_value(value: Any) -> Any:
    """Convert the model's JSON value into plain Python."""
    match variant(value):
        case "NULL":
            return None
        case "ARRAY":
            return [python_value(item) for item in value.items]
        case "OBJECT":
            return {key: python_value(entry) for key, entry in value.entries.items()}
        case "STRING" | "INT" | "FLOAT" | "BOOL":
            return value.value
        case _:
            return value


def read_file(path: Path) -> bytes:
    """Read a template's bytes.

    Raises:
        UnreadableTemplate: it does not exist or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableTemplate(str(path), (error.strerror or "it cannot be read").lower()) from error
