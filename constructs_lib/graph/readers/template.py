"""Read a template: JSON or YAML, CloudFormation or SAM, through AWS's own template model unless it is plain."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from constructs_lib.graph.conditions import Conditions, ParameterFacts, parse_expression, without_circles
from constructs_lib.graph.graph import Graph
from constructs_lib.graph.readers.allowed_values import tied
from constructs_lib.graph.readers.document import Document, UnreadableDocument
from constructs_lib.graph.readers.joins import JOIN, Joins
from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.graph.readers.notes import notes
from constructs_lib.graph.readers.plain import Plain, read_plain
from constructs_lib.graph.readers.resolved import (
    STACK,
    is_plain_parameter,
    known_parts,
    python_value,
    reference,
    text_parts,
    variant,
)
from constructs_lib.graph.readers.written import Written
from constructs_lib.graph.resource import Position, Resource, Template
from constructs_lib.graph.values import Choice, Import, Node, Parameter, Text, Undecided

if TYPE_CHECKING:
    from cloudformation_validate import TemplateModel

IMPORT_REASON = "cross-stack import: "
WITHIN = re.compile(r"\.Fn::(?!If\b).*", re.DOTALL)
"""What stands behind the path of a value, inside the function that makes it; a condition's branches are values."""
PARAMETER_REASON = re.compile(r"parameter (\w+) value unknown")
TEXT_REASON = re.compile(r"(?:Sub|Join):(.*)", re.DOTALL)
LARGEST_REWRITTEN = 2_000_000
"""Bytes; CloudFormation takes a megabyte."""
MOST_READ = 11_000_000
"""Bytes; the model refuses what is larger than 10 MB, so that no more need be held of a file or device without end."""
STREAMS = "/dev"
"""Where pipes stand that a shell has opened, as for `<(command)`."""
TEMPLATE_KEY = re.compile(rb"""(?m)(?:^["']?|[{,]\s*["'])(?:Resources|AWSTemplateFormatVersion)["']?\s*:""")
"""A key at the beginning of a line of YAML, or anywhere in JSON."""
DEPLOYMENT_TIME_PARAMETERS = "AWS::SSM::Parameter"
"""Types of parameters whose default is the name of what the deployment reads."""
BOOTSTRAP = "BootstrapVersion"
"""The parameter of every template of the CDK, which no resource refers to."""


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
    return resources_of(parse(content, name))


class Parsed(NamedTuple):
    """What AWS's reader made of a template.

    Attributes:
        name: how the user names the file.
        content: of the file.
        model: what it stands for.
        text: what the model was made of: the content, or the content written anew.
        original: the places in the file, where the text was written anew.
    """

    name: str
    content: str | bytes
    model: TemplateModel
    text: str | bytes
    original: Document | None


def parse(content: str | bytes, name: str) -> Parsed | Plain:
    """Read a template as it is written, or hand it to AWS's reader, which needs no Python for its work.

    Raises:
        UnreadableTemplate: see `read_template`.
    """
    return read_plain(content, name) or parse_with_model(content, name)


def parse_with_model(content: str | bytes, name: str) -> Parsed:
    """Hand a template to AWS's reader.

    Raises:
        UnreadableTemplate: see `read_template`.
    """
    from cloudformation_validate import TemplateContent, TemplateModel, ValidationError

    text: str | bytes = content
    original = None
    try:
        model = TemplateModel(TemplateContent(text, name))
    except ValidationError as error:
        if len(content) > LARGEST_REWRITTEN:
            raise unreadable(error, name) from error
        try:
            text, original = rewrite(content, name)
            model = TemplateModel(TemplateContent(text, name))
        except (ValidationError, UnreadableDocument):
            raise unreadable(error, name) from error
    return Parsed(name, content, model, text, original)


def resources_of(parsed: Parsed | Plain) -> list[Resource]:
    """Read the resources of a template.

    Raises:
        UnreadableTemplate: it has no `Resources`.
    """
    if isinstance(parsed, Plain):
        return parsed.resources
    reader = TemplateReader(parsed)
    resources = parsed.model.resources()
    if not resources and not has_resources(parsed.model):
        raise UnreadableTemplate(parsed.name, "it has no Resources section, so it is no CloudFormation template")
    return [reader.resource(logical_id, resources.pop(logical_id)) for logical_id in list(resources)]


def names_resources(content: str | bytes) -> bool:
    """Tell whether a text has the key that makes it a template; a glance, not a reading."""
    return TEMPLATE_KEY.search(content.encode() if isinstance(content, str) else content) is not None


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

    def __init__(self, parsed: Parsed) -> None:
        """Read the facts of the template."""
        self.model = model = parsed.model
        self.written = written = Written(parsed.content, parsed.name, parsed.original)
        self.joins = Joins(parsed.text, lambda: self.details.edges)
        self.original = parsed.original
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
        self.branching = bool(names) or any(facts.allowed or facts.default == "" for facts in self.facts.values())
        self.defaults = {
            facts.default
            for facts in self.facts.values()
            if facts.default and not facts.type.startswith(DEPLOYMENT_TIME_PARAMETERS)
        }
        self.fetched = {
            key
            for key, facts in self.facts.items()
            if facts.type.startswith(DEPLOYMENT_TIME_PARAMETERS) and key != BOOTSTRAP
        }
        self.resolved = bool(self.branching or self.defaults or self.fetched or written.lookups or written.names_stack)
        if self.branching:
            written_conditions = self.details.conditions.items()
            expressions = without_circles(
                {key: parse_expression(found.expression) for key, found in written_conditions}
            )
        self.template = Template(
            name=parsed.name,
            conditions=Conditions(expressions=expressions, parameters=self.facts),
            exports=self.exports(),
            locate=self.locate,
        )

    def resource(self, logical_id: str, found: Any) -> Resource:
        """Make a resource; its properties are converted, and the model's own let go, when they are first read."""
        unread = [found.properties]

        def read() -> Mapping[str, Node]:
            return {key: self.node(value, logical_id, f"Properties.{key}") for key, value in unread.pop().items()}

        return Resource(
            template=self.template,
            id=logical_id,
            type=found.resource_type,
            read=read,
            depends_on=tuple(found.depends_on),
            condition=found.condition,
            deletion_policy=self.policy(found.deletion_policy, logical_id, "DeletionPolicy"),
            replace_policy=self.policy(found.update_replace_policy, logical_id, "UpdateReplacePolicy"),
            **notes(python_value(found.metadata) if found.metadata is not None else None),
        )

    def policy(self, value: Any, logical_id: str, name: str) -> str | None:
        """Read a resource attribute that says what becomes of it."""
        node = None if value is None else self.node(value, logical_id, name)
        return node if isinstance(node, str) else None

    def node(self, value: Any, logical_id: str, path: str) -> Node:
        """Convert one resolved value.

        Args:
            value: the model's `ResolvedValue`.
            logical_id: the resource that holds it.
            path: where it stands, as the model writes it: `Properties.A.0.Fn::If.1.B`.
        """
        if (logical_id, path) in self.written.lookups:
            return self.written.lookups[logical_id, path]
        parameter = self.parameter_paths.get((logical_id, path)) if self.branching else None
        if parameter is not None and parameter not in self.fetched and is_plain_parameter(value, self.facts[parameter]):
            return Parameter(parameter)
        match variant(value):
            case "CONCRETE":
                return self.concrete(python_value(value.value), logical_id, path)
            case "LIST_VALUE":
                return [self.node(item, logical_id, f"{path}.{position}") for position, item in enumerate(value.items)]
            case "MAP":
                return {entry.key: self.node(entry.value, logical_id, f"{path}.{entry.key}") for entry in value.entries}
            case "ENUM_VALUE" if value.variants:
                options = [self.node(option, logical_id, f"{path}.?") for option in value.variants]
                return tied(self.deciding.get((logical_id, path), ()), options)
            case "ENUM_VALUE":
                return Undecided("the parameter allows no value")
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
        """Put back what the model has replaced by values of its own choice, inside a larger value too."""
        if not self.resolved:
            return value  # type: ignore[no-any-return]
        if (logical_id, path) in self.written.lookups:
            return self.written.lookups[logical_id, path]
        if isinstance(value, dict | list):
            if isinstance(value, list):
                return [self.concrete(item, logical_id, f"{path}.{position}") for position, item in enumerate(value)]
            return {key: self.concrete(entry, logical_id, f"{path}.{key}") for key, entry in value.items()}
        may_be_parameter = self.branching or self.fetched or str(value) in self.defaults
        parameter = self.parameter_paths.get((logical_id, path)) if may_be_parameter else None
        if parameter in self.fetched:
            return Undecided(f"parameter {parameter} is read from Systems Manager at deployment")
        if parameter is not None and str(value) == self.facts[parameter].default:
            return Parameter(parameter)
        if parameter is not None and self.facts[parameter].default == "":
            return Undecided(f"parameter {parameter} is empty unless it is given")
        if isinstance(value, str) and STACK.search(value):
            return Text(known_parts(value))
        plain: Node = value
        return plain

    def unknown(self, reason: str, logical_id: str, path: str) -> Node:
        """Convert a value that is not known: an import, a text known in part, or nothing more than a reason."""
        if reason.startswith(IMPORT_REASON):
            return Import(reason.removeprefix(IMPORT_REASON))
        parameter = PARAMETER_REASON.fullmatch(reason)
        if parameter is not None:
            return Parameter(parameter[1])
        text = TEXT_REASON.fullmatch(reason)
        if text is None:
            return Undecided(reason)
        joined = self.joins.of(logical_id) if "{ref:" in text[1] else []
        attributes = [(at.target, at.attribute) for at in joined if at.path.startswith(f"{path}.")]
        return Text(text_parts(text[1], attributes, self.written.variables(logical_id, path)))

    @cached_property
    def parameter_paths(self) -> dict[tuple[str, str], str]:
        """Where each parameter is used whose value may be known before deployment: logical id and path to its name."""
        return {
            (edge.source, edge.source_path.partition(f".{JOIN}.")[0]): edge.target
            for edge in self.details.edges
            if edge.kind == "Ref" and edge.target in self.facts
        }

    @cached_property
    def deciding(self) -> dict[tuple[str, str], list[ParameterFacts]]:
        """The parameters with allowed values that each value holds: logical id and path to their facts."""
        found: dict[tuple[str, str], list[ParameterFacts]] = {}
        for edge in self.details.edges:
            facts = self.facts.get(edge.target) if edge.kind == "Ref" else None
            if facts is not None and facts.allowed:
                held = found.setdefault((edge.source, WITHIN.sub("", edge.source_path)), [])
                if facts not in held:
                    held.append(facts)
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


def read_file(path: Path) -> bytes:
    """Read a template's bytes.

    Raises:
        UnreadableTemplate: it does not exist or may not be read, or is a pipe by name, to which nothing may ever write.
    """
    if path.is_fifo() and not path.is_relative_to(STREAMS):
        raise UnreadableTemplate(str(path), "it is a named pipe; give what it holds through standard input, as -")
    try:
        with path.open("rb") as file:
            return without_mark(file.read(MOST_READ))
    except OSError as error:
        raise UnreadableTemplate(str(path), (error.strerror or "it cannot be read").lower()) from error


def without_mark(content: bytes) -> bytes:
    """Leave out the byte order mark that editors on Windows put before UTF-8, which is no part of the first key."""
    return content.removeprefix(BOM_UTF8)
