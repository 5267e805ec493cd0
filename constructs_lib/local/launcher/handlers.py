# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""CloudFormation's side of MiniStack: the table of resource types and how to add to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ministack.services.cloudformation import provisioners

from constructs_lib.local.launcher.contract import expect, expect_keys

Properties = Mapping[str, Any]
Created = tuple[str, dict[str, Any]]
Create = Callable[[str, dict[str, Any], str], Created]
Update = Callable[[str, dict[str, Any], dict[str, Any], str], Created]
Delete = Callable[[str, dict[str, Any]], None]


def define(resource_type: str, *, create: Create, delete: Delete, update: Update | None = None) -> None:
    """Add a resource type, or take over an existing one.

    Args:
        resource_type: CloudFormation's name.
        create: `(logical id, resolved properties, stack name)` → `(Ref, GetAtt attributes)`; ValueError fails it.
        delete: `(physical id, properties)`.
        update: `(physical id, old properties, new properties, stack name)` → as `create`; by default the
            resource is created anew.
    """
    expect("cloudformation types", provisioners, _RESOURCE_HANDLERS=dict)
    entry: dict[str, Any] = {"create": create, "delete": delete}
    if update is not None:
        entry["update"] = update
    provisioners._RESOURCE_HANDLERS[resource_type] = entry


def after(patch: str, resource_type: str, complete: Callable[[str, Properties], None]) -> None:
    """Complete a resource that MiniStack has created or updated itself.

    Args:
        patch: the patch's name.
        resource_type: CloudFormation's name.
        complete: called with the physical id and the resolved properties; ValueError fails the resource.

    Raises:
        MovedError: MiniStack has no such type, or its handlers take other parameters.
    """
    expect(patch, provisioners, _RESOURCE_HANDLERS=dict)
    table = provisioners._RESOURCE_HANDLERS
    expect_keys(patch, "the table of resource types", table, resource_type)
    expect_keys(patch, f"the entry of {resource_type}", table[resource_type], "create", "update", "delete")
    create, update = table[resource_type]["create"], table[resource_type]["update"]

    def completed_create(logical_id: str, properties: dict[str, Any], stack: str) -> Created:
        physical_id, attributes = create(logical_id, properties, stack)
        complete(physical_id, properties)
        return physical_id, attributes

    def completed_update(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, *more: Any) -> Created:
        updated_id, attributes = update(physical_id, old, new, stack, *more)
        complete(updated_id, new)
        return updated_id, attributes

    table[resource_type] = {**table[resource_type], "create": completed_create, "update": completed_update}


def succeed(answer: tuple[int, Any, bytes | str]) -> bytes | str:
    """Take the body of a service function's answer.

    Raises:
        ValueError: the service refused; CloudFormation then fails the resource with the service's message.
    """
    code, _, body = answer
    if code >= 400:
        raise ValueError(body.decode(errors="replace") if isinstance(body, bytes) else body)
    return body
