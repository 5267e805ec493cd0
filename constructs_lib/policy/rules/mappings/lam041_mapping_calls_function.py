"""What a mapping calls."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arn_kinds import KNOWN_TYPES
from constructs_lib.policy.reading.event_sources import ARN_SERVICE, MAPPING, literal
from constructs_lib.policy.reading.functions import FUNCTIONS, WRAPPERS
from constructs_lib.policy.rule import Violation, rule

NAME = limit("lambda-function-name-length")


@rule(
    id="LAM041",
    name="mapping-calls-function",
    title="a mapping calls a function, by name or by ARN",
    severity=Severity.ERROR,
    resources=(MAPPING,),
    why="Lambda finds no such function, and the deployment fails",
    fix="name the function, its ARN, or the ARN of a version or an alias",
    source=NAME.read,
    bad=example("StartingPosition: LATEST", function="!GetAtt Orders.Arn"),
    good=example("StartingPosition: LATEST", function="arn:aws:lambda:us-east-1:111122223333:function:watch"),
)
def mapping_calls_function(mapping: ResourceView) -> Iterator[Violation]:
    """Check one mapping."""
    name = mapping["FunctionName"]
    fault = None if name.absent else fault_of(name)
    if fault is not None:
        yield Violation(name, message=fault, allowed="the name or ARN of a function")


def fault_of(name: Value) -> str | None:
    """Say why a name is that of no function; `None` when it may be."""
    if name.reference is not None:
        target = name.target
        strange = target is not None and target.type in KNOWN_TYPES - {*FUNCTIONS, *WRAPPERS}
        return f"{target.id} is an {target.type}, and no function" if target is not None and strange else None
    text = literal(name)
    fields = text.split(":")
    if fields[0] == "arn" and len(fields) > ARN_SERVICE and fields[ARN_SERVICE] not in {"", "lambda"}:
        return f"it is an ARN of {fields[ARN_SERVICE]}, and a function is wanted"
    if ":" not in text and len(text) > NAME.high:
        return f"the name of the function has {len(text)} characters or more"
    return None
