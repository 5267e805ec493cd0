"""Write a template in another way that means the same to CloudFormation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

DOCUMENTS = {"PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "ResourcePolicy"}
CODE = {"ZipFile", "DefinitionString", "InlineCode"}
LISTED = {"Statement", "Action", "Resource", "Service"}
ANYWHERE = {"Anywhere": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
Change = Callable[[Any, str], Any]


def is_function(node: Any) -> bool:
    """Whether an object is an intrinsic function."""
    return isinstance(node, dict) and len(node) == 1 and next(iter(node)).startswith(("Ref", "Fn::", "Condition"))


def changed(node: Any, change: Change, key: str = "") -> Any:
    """A value with each part changed, from the innermost outwards; functions are parts as a whole."""
    if key in CODE:
        return node
    if not is_function(node):
        if isinstance(node, dict):
            node = {name: changed(value, change, name) for name, value in node.items()}
        elif isinstance(node, list):
            node = [changed(value, change) for value in node]
    return change(node, key)


def rewritten(template: dict[str, Any], change: Change, **sections: Any) -> dict[str, Any]:
    """A template with every property of every resource changed, and with more sections."""
    resources = {
        name: {**body, "Properties": {key: changed(value, change, key) for key, value in body["Properties"].items()}}
        if "Properties" in body
        else body
        for name, body in template["Resources"].items()
    }
    added = {name: {**template.get(name, {}), **section} for name, section in sections.items()}
    return {**template, **added, "Resources": resources}


def scalar(node: Any) -> bool:
    """Whether a value is a text, number or boolean that says something."""
    return isinstance(node, str | int | float) and node != ""


def numbers_as_text(template: dict[str, Any]) -> dict[str, Any]:
    """`60` as `"60"`, and `true` as `"true"`."""
    return rewritten(template, lambda node, _: json.dumps(node) if isinstance(node, bool | int | float) else node)


def references_as_text(template: dict[str, Any]) -> dict[str, Any]:
    """`!GetAtt Orders.Arn` as `!Sub "${Orders.Arn}"`."""

    def change(node: Any, key: str) -> Any:
        if not is_function(node) or node == {"Ref": "AWS::NoValue"} or not {"Ref", "Fn::GetAtt"} & set(node):
            return node
        name = node["Ref"] if "Ref" in node else node["Fn::GetAtt"]
        return {"Fn::Sub": f"${{{name if isinstance(name, str) else '.'.join(name)}}}"}

    return rewritten(template, change)


def references_as_joins(template: dict[str, Any]) -> dict[str, Any]:
    """`!GetAtt Orders.Arn` as a join of that alone."""

    def change(node: Any, key: str) -> Any:
        return {"Fn::Join": ["", [node]]} if is_function(node) and "Fn::GetAtt" in node else node

    return rewritten(template, change)


def text_in_pieces(template: dict[str, Any]) -> dict[str, Any]:
    """Each text as a join of two halves."""

    def change(node: Any, key: str) -> Any:
        half = len(node) // 2 if isinstance(node, str) else 0
        return {"Fn::Join": ["", [node[:half], node[half:]]]} if half else node

    return rewritten(template, change)


def values_in_a_mapping(template: dict[str, Any]) -> dict[str, Any]:
    """Each text and number as an entry of a mapping."""
    held: dict[str, Any] = {"unused": 0}

    def change(node: Any, key: str) -> Any:
        if not scalar(node) or isinstance(node, bool):
            return node
        name = f"K{len(held)}"
        held[name] = node
        return {"Fn::FindInMap": ["Values", "All", name]}

    return rewritten(template, change, Mappings={"Values": {"All": held}})


def values_as_choices(template: dict[str, Any]) -> dict[str, Any]:
    """Each text, number and boolean as a choice between it and itself."""
    return rewritten(
        template, lambda node, _: {"Fn::If": ["Anywhere", node, node]} if scalar(node) else node, Conditions=ANYWHERE
    )


def blocks_with_nothing(template: dict[str, Any]) -> dict[str, Any]:
    """Each object and list with one more part, which is `AWS::NoValue`."""
    nothing = {"Ref": "AWS::NoValue"}

    def change(node: Any, key: str) -> Any:
        if isinstance(node, list):
            return [nothing, *node]
        return {**node, "Nothing": nothing} if isinstance(node, dict) and not is_function(node) else node

    return rewritten(template, change)


def single_values_as_lists(template: dict[str, Any]) -> dict[str, Any]:
    """The single action, resource, service or statement of a policy as a list of one."""
    return rewritten(
        template,
        lambda node, key: [node] if (key in LISTED and isinstance(node, str)) or is_statement(node, key) else node,
    )


def is_statement(node: Any, key: str) -> bool:
    """Whether an object is the only statement of its policy."""
    return key == "Statement" and isinstance(node, dict) and "Effect" in node


def policies_as_text(template: dict[str, Any]) -> dict[str, Any]:
    """Each policy document as JSON text with references in it."""

    def change(node: Any, key: str) -> Any:
        if key not in DOCUMENTS or not isinstance(node, dict) or is_function(node):
            return node
        held: dict[str, Any] = {}

        def name(part: Any, key: str) -> Any:
            if not is_function(part):
                return part
            if set(part) <= {"Fn::Sub"}:
                return part["Fn::Sub"]
            held[f"V{len(held)}"] = part
            return f"${{V{len(held) - 1}}}"

        text = json.dumps(changed(node, name))
        return {"Fn::Sub": [text, held]} if held else {"Fn::Sub": text}

    return rewritten(template, change)


REWRITINGS = [
    numbers_as_text,
    references_as_text,
    references_as_joins,
    text_in_pieces,
    values_in_a_mapping,
    values_as_choices,
    blocks_with_nothing,
    single_values_as_lists,
    policies_as_text,
]
