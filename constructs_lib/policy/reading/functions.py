"""Follow a function's ARN or name to the function."""

from __future__ import annotations

from constructs_lib.graph import Reference, ResourceView, Value
from constructs_lib.policy.reading.by_name import follow

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
WRAPPERS = {"AWS::Lambda::Alias": "FunctionName", "AWS::Lambda::Version": "FunctionName"}


def function_of(value: Value) -> ResourceView | None:
    """Follow an ARN or name, plain or with a qualifier, through aliases and versions, to a function of this app.

    Returns:
        `None` when it is no function of this app.
    """
    passed: set[str] = set()
    target = named(value)
    while target is not None and target.type in WRAPPERS and target.id not in passed:
        passed.add(target.id)
        target = named(target[WRAPPERS[target.type]])
    return target if target is not None and target.type in FUNCTIONS else None


def named(value: Value) -> ResourceView | None:
    """The resource of this app that a value names first."""
    for part in value.parts:
        if isinstance(part, Reference):
            return value.owner.view.find(value.owner.resource.template, part.target)
    return follow(value, *FUNCTIONS)
