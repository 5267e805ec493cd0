"""Arguments of a pattern held to its schema: each problem is a sentence with path, allowed values and a suggestion."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from constructs_lib.patterns.pattern import Pattern

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

BOUNDS = {"minimum": "at least", "maximum": "at most", "minLength": "at least", "maxLength": "at most"}
LENGTHS = {"minLength": " characters", "maxLength": " characters", "minItems": " items", "maxItems": " items"}
KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "array": "a list",
    "object": "a mapping",
}


class InvalidArguments(ValueError):
    """Arguments that a pattern does not take.

    Attributes:
        problems: a sentence for each.
    """

    def __init__(self, pattern: str, problems: tuple[str, ...]) -> None:
        """Join the problems to one message."""
        super().__init__(f"{pattern}: {'; '.join(problems)}")
        self.problems = problems


def require_arguments(pattern: Pattern, arguments: Mapping[str, Any]) -> None:
    """Refuse arguments that do not fit.

    Raises:
        InvalidArguments: with every problem.
    """
    if problems := tuple(argument_problems(pattern, arguments)):
        raise InvalidArguments(pattern.id, problems)


def argument_problems(
    pattern: Pattern, arguments: Mapping[str, Any], *, known_later: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Compare arguments with the schema of a pattern.

    Args:
        pattern: whose arguments they are.
        arguments: by name.
        known_later: names of arguments whose values only the deployment knows.
    """
    from jsonschema import Draft202012Validator

    names = [each.name for each in pattern.parameters]
    for name in arguments.keys() - set(names):
        close = get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
        yield f"{name} is no parameter of {pattern.id}; {hint}"
    for each in pattern.parameters:
        if each.required and arguments.get(each.name) is None and each.name not in known_later:
            yield f"{each.name} is missing, such as {json.dumps(each.example)}"
    given = {name: arguments[name] for name in names if arguments.get(name) is not None and name not in known_later}
    properties = {"properties": pattern.schema["properties"]}
    for error in sorted(Draft202012Validator(properties).iter_errors(given), key=lambda error: error.json_path):
        yield sentence(error)


def sentence(error: ValidationError) -> str:
    """Say what is wrong with one value, where, and what is allowed."""
    path = error.json_path.removeprefix("$.")
    instance: Any = error.instance
    allowed: Any = error.validator_value
    value = json.dumps(instance, default=str)
    match str(error.validator):
        case "enum":
            choices = [str(each) for each in allowed]
            close = get_close_matches(str(instance), choices, n=1)
            text = f"{path} is {value}; allowed is {', '.join(choices)}"
            return f"{text}; did you mean {close[0]}?" if close else text
        case "minimum" | "maximum" as bound:
            schema = error.schema if isinstance(error.schema, Mapping) else {}
            low, high = schema.get("minimum"), schema.get("maximum")
            span = f"{low} to {high}" if low is not None and high is not None else f"{BOUNDS[bound]} {allowed}"
            return f"{path} is {value}; allowed is {span}"
        case "minLength" | "maxLength" | "minItems" | "maxItems" as bound:
            return f"{path} has {len(instance)}{LENGTHS[bound]}; allowed is {bound[:3]}imum {allowed}"
        case "type":
            return f"{path} is {value}, which is not {KINDS.get(str(allowed), str(allowed))}"
        case "pattern":
            return f"{path} is {value}; allowed is what matches {allowed}"
        case _:
            return f"{path}: {error.message}"
