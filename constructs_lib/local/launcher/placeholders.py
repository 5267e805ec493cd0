# ruff: noqa: ARG001, SLF001 - MiniStack has no public interface for this
"""Types that CDK apps carry, that MiniStack lacks, and whose absence changes nothing that can be seen here."""

from __future__ import annotations

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners

from constructs_lib.local.launcher import handlers
from constructs_lib.local.launcher.contract import expect

PATCH = "placeholders"
TYPES = (
    "Custom::S3AutoDeleteObjects",  # deleting a stack here empties its buckets anyway
    "Custom::VpcRestrictDefaultSG",
    "AWS::CloudWatch::AnomalyDetector",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Logs::QueryDefinition",
)


def apply() -> None:
    """Define the types as resources without effect, unless MiniStack has learnt them."""
    expect(PATCH, provisioners, _RESOURCE_HANDLERS=dict)
    for resource_type in TYPES:
        if resource_type not in provisioners._RESOURCE_HANDLERS:
            handlers.define(resource_type, create=create, update=update, delete=delete)


def create(logical_id: str, properties: dict[str, Any], stack: str) -> handlers.Created:
    """Answer with a name and an ARN that point to nothing."""
    name = f"{stack}-{logical_id}"
    return name, {"Arn": f"arn:aws:local:{get_region()}:{get_account_id()}:placeholder/{name}"}


def update(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str) -> handlers.Created:
    """Keep the name."""
    return physical_id, {"Arn": f"arn:aws:local:{get_region()}:{get_account_id()}:placeholder/{physical_id}"}


def delete(physical_id: str, properties: dict[str, Any]) -> None:
    """Have nothing to delete."""
