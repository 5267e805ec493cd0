"""From properties in CloudFormation's casing to the typed structures of the CDK's L1 constructs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


def arguments(struct: type, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Make the keyword arguments of an L1 construct, or of one of its property classes.

    Args:
        struct: the class that declares them, such as `CfnDeliveryStreamProps`.
        properties: CloudFormation names to values: `{"BufferingHints": {"SizeInMBs": 64}}`.

    Returns:
        Python names to values, with nested mappings made into their property classes.

    Raises:
        ValueError: this release of the CDK does not know a property.
    """
    fields = _fields(struct)
    made = {}
    for name, value in properties.items():
        if name.lower() not in fields:
            raise ValueError(f"{struct.__qualname__} has no property {name}: update aws-cdk-lib")
        python_name, hint = fields[name.lower()]
        made[python_name] = _typed(hint, value)
    return made


@cache
def _fields(struct: type) -> Mapping[str, tuple[str, Any]]:
    hints = get_type_hints(struct.__init__)  # type: ignore[misc]  # a class, never an instance
    return {name.replace("_", "").lower(): (name, hint) for name, hint in hints.items() if name != "return"}


def _typed(hint: Any, value: Any) -> Any:
    members = list(_members(hint))
    if isinstance(value, Mapping):
        struct = next((member for member in members if hasattr(member, "__jsii_struct_bases__")), None)
        return struct(**arguments(struct, value)) if struct else dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = next((get_args(member)[0] for member in members if get_origin(member) is Sequence), Any)
        return [_typed(items, item) for item in value]
    return value


def _members(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (None, Sequence, dict):
        yield hint
    else:
        for member in get_args(hint):
            yield from _members(member)
