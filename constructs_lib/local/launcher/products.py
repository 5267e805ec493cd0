# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Service Catalog, as far as its definitions go: products hold templates that can be read, and nobody launches them."""

from __future__ import annotations

import json
from typing import Any

from ministack.services.cloudformation import helpers, provisioners

from constructs_lib.local.launcher import handlers, placeholders
from constructs_lib.local.launcher.contract import expect

PATCH = "products"
PRODUCT = "AWS::ServiceCatalog::CloudFormationProduct"
AROUND = (
    "AWS::ServiceCatalog::Portfolio",
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation",
    "AWS::ServiceCatalog::PortfolioProductAssociation",
    "AWS::ServiceCatalog::LaunchRoleConstraint",
    "AWS::ServiceCatalog::LaunchTemplateConstraint",
)


def apply() -> None:
    """Define the types, unless MiniStack has learnt them."""
    expect(PATCH, provisioners, _RESOURCE_HANDLERS=dict)
    expect(PATCH, helpers, _resolve_template=("params",))
    for resource_type in (PRODUCT, *AROUND):
        if resource_type not in provisioners._RESOURCE_HANDLERS:
            create = create_product if resource_type == PRODUCT else placeholders.create
            handlers.define(resource_type, create=create, delete=placeholders.delete)


def create_product(logical_id: str, properties: dict[str, Any], stack: str) -> handlers.Created:
    """Read each version's template from its address, as Service Catalog does.

    Raises:
        ValueError: there is none.
    """
    for artifact in properties["ProvisioningArtifactParameters"]:
        address = artifact["Info"]["LoadTemplateFromURL"]
        body, error = helpers._resolve_template({"TemplateURL": [address]})
        if error is not None or body is None:
            raise ValueError(f"version {artifact.get('Name')} has no template at {address}")
        if artifact.get("DisableTemplateValidation") is not True and "Resources" not in json.loads(body):
            raise ValueError(f"version {artifact.get('Name')} is no template: it has no Resources section")
    name, attributes = placeholders.create(logical_id, properties, stack)
    return name, {**attributes, "ProductName": properties["Name"]}
