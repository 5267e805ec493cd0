"""Resources and values as they are under one scenario: what rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from constructs_lib.graph.patterns import Step, names_of, steps_of
from constructs_lib.graph.resource import PropertyPath, Resource
from constructs_lib.graph.values import Node, Reference, Scalar, Text, Undecided

if TYPE_CHECKING:
    from constructs_lib.graph.graph import View

T = TypeVar("T")
Seen = TypeVar("Seen", bound="ResourceView | Value")
UNREAD: Any = object()
ANSWERED = "{0.target} answers it at deployment"
SETTLED = frozenset({str, type(None), dict, list, Reference, int, float, bool, tuple, Undecided})
"""The types of what stands for itself under every scenario."""


def once(read: Callable[[Seen], T]) -> Callable[[Seen], T]:
    """Read something of a resource or value once under each scenario, however many rules ask for it.

    Args:
        read: whose answer follows from what it is given alone, and is never changed: no iterator, and no list that
            somebody appends to.
    """

    @wraps(read)
    def reading(seen: Seen) -> T:
        owner, path = (seen.owner, seen.path) if isinstance(seen, Value) else (seen, None)
        known: T = owner.kept.get((read, path), UNREAD)
        if known is UNREAD:
            known = owner.kept[read, path] = read(seen)
        return known

    return reading


@once
def blocks_below(value: Value) -> list[Value]:
    """The objects right below a value."""
    return [block for block in map(value.__getitem__, value.keys) if block.is_object]


class CannotDecide(Exception):
    """A rule needs a value that is not known.

    Attributes:
        value: the value asked for.
        reason: why it is not known.
    """

    def __init__(self, value: Value, reason: str) -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason


@dataclass(slots=True)
class ResourceView:
    """A resource under one scenario.

    Attributes:
        resource: as it stands in the template.
        view: what it is seen together with.
        kept: what has been read of it: properties by path, and whatever `once` keeps.
    """

    resource: Resource
    view: View
    kept: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The logical id."""
        return self.resource.id

    @property
    def type(self) -> str:
        """The CloudFormation type."""
        return self.resource.type

    @property
    def hints(self) -> Mapping[str, Any]:
        """What CloudFormation has no property for."""
        return self.resource.hints

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Logical ids in `DependsOn`."""
        return self.resource.depends_on

    def __getitem__(self, path: str) -> Value:
        """Read a property: `stream["StreamModeDetails.StreamMode"]`."""
        found: Value | None = self.kept.get(path)
        if found is None:
            found = self.kept[path] = self.everything[path]
        return found

    def each(self, pattern: str) -> Iterator[Value]:
        """Read every property that a pattern reaches, see `Value.each`; absent ones are left out."""
        return self.everything.each(pattern)

    @property
    def everything(self) -> Value:
        """All properties."""
        found: Value | None = self.kept.get(())
        if found is None:
            found = self.kept[()] = Value((), self.resource.properties, self)
        return found

    def same(self, other: ResourceView | None) -> bool:
        """Tell whether both are the same resource."""
        return other is not None and other.resource is self.resource


@dataclass(slots=True)
class Value:
    """The value at a path of a resource: known, undecided or absent.

    Asking an undecided value for its content raises `CannotDecide`, which the engine reports as such, so a rule needs
    no code for it. Absent values answer `None`.
    """

    path: PropertyPath
    node: Node
    owner: ResourceView

    @property
    def exists(self) -> bool:
        """Whether something is written here, known or not."""
        return self.node is not None

    @property
    def absent(self) -> bool:
        """Whether nothing is written here."""
        return self.node is None

    @property
    def is_object(self) -> bool:
        """Whether an object is written here."""
        return isinstance(self.node, dict)

    @property
    def undecided(self) -> bool:
        """Whether what is written cannot be known."""
        return isinstance(self.node, Undecided | Text | Reference)

    @property
    def text(self) -> str | None:
        """The value as text; numbers and booleans are converted as CloudFormation does."""
        node = self._content("text")
        if isinstance(node, bool):
            return str(node).lower()
        if isinstance(node, str | int | float):
            return str(node)
        return None

    @property
    def number(self) -> int | float | None:
        """The value as a number; digits in a string count, as they do for CloudFormation."""
        node = self._content("a number")
        if node is None or (isinstance(node, int | float) and not isinstance(node, bool)):
            return node
        if isinstance(node, str):
            with suppress(ValueError, OverflowError):
                number = float(node)
                return int(number) if number.is_integer() else number
        raise CannotDecide(self, f"{node!r} is not a number")

    @property
    def flag(self) -> bool | None:
        """The value as a boolean; `"true"` and `"false"` count."""
        node = self._content("a boolean")
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, str) and node.lower() in {"true", "false"}:
            return node.lower() == "true"
        raise CannotDecide(self, f"{node!r} is not a boolean")

    @property
    def items(self) -> list[Value]:
        """The items of a list that are there; a single value counts as a list of one."""
        if isinstance(self.node, Undecided):
            raise CannotDecide(self, self.node.reason)
        if self.node is None:
            return []
        if isinstance(self.node, list | tuple):
            values = [self._child(position, item) for position, item in enumerate(self.node)]
            return [value for value in values if value.exists]
        return [self]

    @property
    def keys(self) -> list[str]:
        """The keys of an object whose values are there, sorted."""
        if isinstance(self.node, Undecided):
            raise CannotDecide(self, self.node.reason)
        if isinstance(self.node, dict):
            return [key for key in sorted(self.node) if self._child(key, self.node[key]).exists]
        if isinstance(self.node, Reference):
            raise CannotDecide(self, ANSWERED.format(self.node))
        return []

    @property
    def parts(self) -> tuple[str | Reference | Undecided, ...]:
        """The pieces of a string that may be known only in part; `()` when absent."""
        if isinstance(self.node, Text):
            return self.node.parts
        if isinstance(self.node, Reference | Undecided):
            return (self.node,)
        text = self.text
        return () if text is None else (text,)

    @property
    def reference(self) -> Reference | None:
        """The reference that stands here, if one does."""
        return self.node if isinstance(self.node, Reference) else None

    @property
    def target(self) -> ResourceView | None:
        """The resource of this app that the value refers to.

        Raises:
            CannotDecide: the value is not known, or refers outside the app.
        """
        if isinstance(self.node, Reference):
            found = self.owner.view.find(self.owner.resource.template, self.node.target)
            if found is None:
                raise CannotDecide(self, f"{self.node.target} is not a resource of this app")
            return found
        if isinstance(self.node, Undecided):
            raise CannotDecide(self, self.node.reason)
        return None

    def __getitem__(self, path: str) -> Value:
        """Read below: `value["BufferingHints.SizeInMBs"]`."""
        names = names_of(path)
        node = self.node
        for name in names:
            if node is None:
                break
            if not isinstance(node, dict):
                return self._step_by_step(names)
            node = node.get(name)
            if type(node) not in SETTLED:
                return self._step_by_step(names)
        return Value((*self.path, *names), node, self.owner)

    def _step_by_step(self, names: tuple[str, ...]) -> Value:
        """Read below what is not a plain object."""
        value = self
        for name in names:
            value = value._below(name)
        return value

    def each(self, pattern: str) -> Iterator[Value]:
        """Read every value below that a pattern reaches.

        Args:
            pattern: a path in which `[]` stands for each item of a list, `[Key=Value]` for each item with that value,
                and `*` for each object below.
        """
        return self.reached(steps_of(pattern))

    def reached(self, steps: tuple[Step, ...]) -> Iterator[Value]:
        """Read every value below that the steps of a pattern reach."""
        (path, listed, key, wanted), rest = steps[0], steps[1:]
        found = blocks_below(self) if path == "*" else [self[path]]
        if listed:
            found = [item for value in found for item in value.items]
        if key:
            found = [item for item in found if item[key].text == wanted]
        for value in found:
            if rest and value.exists:
                yield from value.reached(rest)
            elif value.exists:
                yield value

    def _below(self, key: str) -> Value:
        node = self.node
        if isinstance(node, Undecided):
            return Value((*self.path, key), node, self.owner)
        if isinstance(node, Reference):
            return Value((*self.path, key), Undecided(ANSWERED.format(node)), self.owner)
        if isinstance(node, dict):
            return self._child(key, node.get(key))
        if isinstance(node, list | tuple) and key.isdigit() and int(key) < len(node):
            return self._child(int(key), node[int(key)])
        return Value((*self.path, key), None, self.owner)

    def _child(self, key: str | int, node: Node) -> Value:
        path = (*self.path, key)
        return Value(path, self.owner.view.settle(self.owner.resource, path, node), self.owner)

    def _content(self, wanted: str) -> Scalar | None:
        node = self.node
        if node is None or isinstance(node, str | int | float):
            return node
        if isinstance(node, Undecided):
            raise CannotDecide(self, node.reason)
        if isinstance(node, Text):
            raise CannotDecide(self, "the text is put together at deployment")
        if isinstance(node, Reference):
            raise CannotDecide(self, f"{node.attribute or 'the name'} of {node.target} is known only at deployment")
        raise CannotDecide(self, f"the value is not {wanted}")
