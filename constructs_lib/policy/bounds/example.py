"""An example on each side of a bound, for its page and for its tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from constructs_lib.limits import Kind

if TYPE_CHECKING:
    from constructs_lib.policy.bounds.bound import Bound

NAMES = {"AWS::KinesisFirehose::DeliveryStream": "Delivery", "AWS::Lambda::EventSourceMapping": "Mapping"}
ANY_DESTINATION = "ExtendedS3DestinationConfiguration"
CONDITIONS: dict[str, object] = {
    "present": {},
    "not false": True,
    "streams": {"Fn::GetAtt": ["Stream", "Arn"]},
}


def examples(bound: Bound) -> tuple[str, str]:
    """Both sides of a bound."""
    return bad_example(bound), good_example(bound)


def bad_example(bound: Bound) -> str:
    """A template's `Resources` in which the bound is not kept; empty when no value is out of bounds."""
    value = outside(bound)
    return "" if value is None else template(bound, value)


def good_example(bound: Bound) -> str:
    """The same with a value at the edge of what is allowed."""
    return template(bound, inside(bound))


def properties_with(bound: Bound, value: object) -> dict[str, Any]:
    """Make properties with a value where the bound looks for it, and with the bound's conditions fulfilled."""
    properties: dict[str, Any] = {}
    for path, condition in bound.when.items():
        if condition != "absent":
            put(properties, path, CONDITIONS.get(str(condition), condition))
    put(properties, bound.at[0], value)
    return properties


def template(bound: Bound, value: object) -> str:
    """Write a template around such properties."""
    properties = properties_with(bound, value)
    resources: dict[str, Any] = {
        NAMES.get(bound.limit.resource, bound.limit.resource.rpartition(":")[2]): {
            "Type": bound.limit.resource,
            "Properties": properties,
        }
    }
    if "streams" in bound.when.values():
        resources["Stream"] = {"Type": "AWS::Kinesis::Stream", "Properties": {"ShardCount": 1}}
    return "\n".join(yaml_lines({"Resources": resources}))


def yaml_lines(node: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Write mappings as block YAML, and everything within lists in flow style."""
    for key, value in node.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from yaml_lines(value, f"{indent}  ")
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            yield f"{indent}{key}:"
            for item in value:
                first, *rest = yaml_lines(item)
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"


def put(properties: dict[str, Any], path: str, value: object) -> None:
    """Set a value at a path, making what encloses it: `[]` an item, `[Key=Value]` an item with that key."""
    first, _, rest = path.partition(".")
    name = ANY_DESTINATION if first == "*" else re.sub(r"\[.*\]", "", first)
    filtered = re.search(r"\[(?:(\w+)=(\w+))?\]", first)
    if not rest:
        properties[name] = [value] if filtered else value
        return
    if filtered:
        item = {filtered[1]: filtered[2]} if filtered[1] else {}
        inner = properties.setdefault(name, [item])[0]
    else:
        inner = properties.setdefault(name, {})
    put(inner, rest, value)


def outside(bound: Bound) -> object:
    """The nearest value that is not allowed."""
    limit = bound.limit
    match limit.kind:
        case Kind.RANGE if limit.maximum is not None:
            return limit.maximum + 1
        case Kind.RANGE:
            return limit.low - 1
        case Kind.LENGTH:
            return "a" * (int(limit.high) + 1) if limit.maximum is not None else ""
        case Kind.COUNT:
            return ["a"] * (int(limit.high) + 1) if limit.maximum is not None else []
        case Kind.ENUM:
            return "NOT_ONE_OF_THEM"
        case _:
            return next(
                (text for text in ("not so!", "no", "", "ü ", "{}", "a:b", "aws:it") if not matches(bound, text)), None
            )


def inside(bound: Bound) -> object:
    """A value that is allowed, at the edge where there is one."""
    limit = bound.limit
    match limit.kind:
        case Kind.RANGE:
            return limit.minimum if limit.minimum is not None else limit.maximum
        case Kind.LENGTH:
            return "a" * int(limit.maximum if limit.maximum is not None else limit.low)
        case Kind.COUNT:
            return ["a"] * int(limit.maximum if limit.maximum is not None else limit.low)
        case Kind.ENUM:
            return limit.allowed[0]
        case _:
            return next((text for text in SAMPLES if matches(bound, text)), None)


SAMPLES = (
    "orders", ".json", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:s3:::lake", "arn:aws:iam::111122223333:role/delivery", "https://example.com", "",
    "arn:aws:kinesis:us-east-1:111122223333:stream/orders",
)  # fmt: skip


def matches(bound: Bound, text: str) -> bool:
    """Tell whether a text matches the bound's pattern."""
    return re.fullmatch(bound.limit.pattern or "", text) is not None
