"""Events against a JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.runtime.results import Refused


def schema_check(schema: Mapping[str, Any]) -> Callable[[Any], None]:
    """Make a check of events.

    Args:
        schema: a JSON Schema; draft 2020-12 where it does not say `$schema`.

    Returns:
        A function that raises `Refused` with the place and the keyword of the first thing that is wrong, such as
        `schema: $.items[*].price breaks minimum`.

    Raises:
        ModuleNotFoundError: the package jsonschema is not there.
        jsonschema.SchemaError: the schema itself is wrong.
    """
    try:
        from jsonschema.validators import Draft202012Validator, validator_for
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "checking events against a schema needs jsonschema; add it to the function's asset or a layer"
        ) from error
    kind = validator_for(schema, default=Draft202012Validator)
    kind.check_schema(dict(schema))
    validator = kind(dict(schema))

    def check(event: Any) -> None:
        for error in validator.iter_errors(event):
            steps = ("[*]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
            raise Refused(f"schema: ${''.join(steps)} breaks {error.validator}", error.message)

    return check
