"""Write bounds as Rego for the engine of `cloudformation-validate`.

A bound is written where Rego can say all of it: on one property, without a condition. A value that an intrinsic
function makes is left to our own engine, which knows what it may become.

Source: cloudformation-validate 1.14.0: custom rules are partial sets named `violation` in a package of their own, of
which the engine's `make_diag_at`, `resources_of_type` and `is_from_intrinsic` are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from constructs_lib.limits import Kind
from constructs_lib.policy.bounds import Bound, bounds
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPING

PACKAGE = "kinesis_constructs"
SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARN", Severity.INFO: "INFO"}
PLAIN = re.compile(r"(?:\*|\w+)(?:\[\])?(?:\.(?:\*|\w+)(?:\[\])?)*")
"""Paths that are names, `*` and `[]` alone."""
OTHER_LANGUAGE = re.compile(r"\(\?(?!:)|\\[1-9AZzbBpPkG]|\\[wWsSD].*\{\d*,?\d{3,}\}")
"""What regular expressions of Rego lack, read in another way, or refuse as too large: a class of Unicode many times."""
HEAD = f"""# The bounds of kinesis-constructs: limits of Kinesis and Firehose on single properties.
package {PACKAGE}
import rego.v1

number(value) := value if is_number(value)

number(value) := to_number(value) if {{
    is_string(value)
    regex.match(`^-?[0-9]+$`, value)
}}

known(name, path) if not is_from_intrinsic(name, path)

complete(items) if every item in items {{
    not conditional(item)
}}

conditional(item) if {{
    is_object(item)
    some key, _ in item
    startswith(key, "__")
}}
"""


def exported() -> tuple[Bound, ...]:
    """Give the bounds that Rego can say in full."""
    return tuple(bound for bound in bounds() if expressible(bound))


def expressible(bound: Bound) -> bool:
    """Tell whether a bound is one on plain paths, without a condition."""
    if bound.when or bound.written or bound.limit.resource == MAPPING:
        return False
    if bound.limit.kind is Kind.PATTERN and OTHER_LANGUAGE.search(bound.limit.pattern or ""):
        return False
    return all(PLAIN.fullmatch(path) for path in bound.at)


def as_rego() -> str:
    """Write a file of rules, as `file_to_external_rule_source` reads it."""
    return "\n".join([HEAD, *(rule(bound, path) for bound in exported() for path in bound.at)])


def rule(bound: Bound, path: str) -> str:
    """Write a bound at one of its paths."""
    value, steps, place = walk(path)
    lines = [
        f"violation contains make_diag_at({quoted(bound.rule)}, {quoted(SEVERITIES[bound.severity])}, name, path,",
        f"    {quoted(f'{bound.property} is out of bounds; allowed is {bound.allowed}')}) if {{",
        f"    some name in resources_of_type({quoted(bound.limit.resource)})",
        *(f"    {step}" for step in steps),
        f"    value := {value}",
        f"    path := {place}",
        "    known(name, path)",
        *(f"    {line}" for line in out_of(bound)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def walk(path: str) -> tuple[str, list[str], str]:
    """Write the way to a property: the expression of its value, what has to be found before, and its path as text."""
    value, place, names, steps = "input.resources[name].properties", "Properties", [], []
    for number, part in enumerate(path.split(".")):
        name = part.removesuffix("[]")
        if name == "*":
            steps += [f"some key{number}, _ in {value}", f'not startswith(key{number}, "__")']
            value, place = f"{value}[key{number}]", f"{place}.%s"
            names.append(f"key{number}")
        else:
            value, place = f"{value}.{name}", f"{place}.{name}"
        if part.endswith("[]"):
            steps.append(f"some item{number}, _ in {value}")
            value, place = f"{value}[item{number}]", f"{place}.%d"
            names.append(f"item{number}")
    return value, steps, f"sprintf({quoted(place)}, [{', '.join(names)}])" if names else quoted(place)


def out_of(bound: Bound) -> Iterator[str]:
    """Write that `value` is out of bounds."""
    limit = bound.limit
    match limit.kind:
        case Kind.RANGE:
            yield "measured := number(value)"
            yield from (f"measured != {other}" for other in bound.also)
            yield outside(limit.minimum, limit.maximum)
        case Kind.LENGTH:
            yield "is_string(value)"
            yield "measured := count(value)"
            yield outside(limit.minimum, limit.maximum)
        case Kind.COUNT:
            yield "is_array(value)"
            yield "complete(value)"
            yield "measured := count(value)"
            yield outside(limit.minimum, limit.maximum)
        case Kind.ENUM:
            yield "is_string(value)"
            yield f"not value in {{{', '.join(quoted(str(item)) for item in limit.allowed)}}}"
        case _:
            yield "is_string(value)"
            # not `not`: what the engine cannot match is undefined, and no finding
            yield f"regex.match({quoted(f'^(?:{limit.pattern})$')}, value) == false"


def outside(low: float | None, high: float | None) -> str:
    """Write that `measured` is not in a range."""
    kept = [f"measured >= {low}"] if low is not None else []
    kept += [f"measured <= {high}"] if high is not None else []
    return f"[{', '.join(kept)}] != [{', '.join('true' for _ in kept)}]"


def quoted(text: str) -> str:
    """Write a text as Rego does: as JSON."""
    return json.dumps(text, ensure_ascii=False)
