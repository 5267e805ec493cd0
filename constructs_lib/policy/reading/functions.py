"""Follow a function's ARN or name to the function."""

from __future__ import annotations

from constructs_lib.graph import Reference, ResourceView, Value

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
WRAPPERS = {"AWS::Lambda::Alias": "FunctionName", "AWS::Lambda::Version": "FunctionName"}


def function_of(value: Value) -> ResourceView | None:
    """Follow an ARN or name, plain or with a qualifier, through aliases and versions, to a function of this app.

    Returns:
        `None` when it is no function of this app.
    """
    for part in value.parts:
        if not isinstance(part, Reference):
            continue
        target = value.owner.view.find(value.owner.resource.template, part.target)
        if target is None:
            return None
        if target.type in WRAPPERS:
            return function_of(target[WRAPPERS[target.type]])
        return target if target.type in FUNCTIONS else None
    return None
