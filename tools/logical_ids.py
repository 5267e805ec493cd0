"""Pin the logical ids of new resources of the gallery: ids are added, and never dropped.

An id that is gone or has another type is a breaking release: CloudFormation replaces the resource, data and all.
Whoever means it takes the line out of `tests/data/gallery_logical_ids.json` by hand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

PINNED = Path(__file__).resolve().parent.parent / "tests" / "data" / "gallery_logical_ids.json"
# Roles, policies and their like hold nothing, so replacing them does no harm. API Gateway's deployments hold a hash.
HARMLESS = (
    "AWS::ApiGateway::Account",
    "AWS::ApiGateway::Deployment",
    "AWS::CDK::Metadata",
    "AWS::IAM::",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "Custom::",
)


def found() -> dict[str, str]:
    """Synthesize the gallery, and give the type of each resource that matters by its stack and logical id."""
    os.environ["CDK_VALIDATION"] = "false"  # before the CDK is imported: its own engine takes seconds to start
    from aws_cdk import App

    from apps.gallery.app import stacks

    app = App()
    stacks(app)
    return {
        f"{stack.stack_name}/{name}": resource["Type"]
        for stack in app.synth().stacks
        for name, resource in stack.template["Resources"].items()
        if not resource["Type"].startswith(HARMLESS)
    }


def pinned() -> dict[str, str]:
    """Read what is pinned."""
    ids: dict[str, str] = json.loads(PINNED.read_text("utf-8")) if PINNED.exists() else {}
    return ids


def main(ids: Mapping[str, str]) -> None:
    """Add what is new."""
    PINNED.write_text(json.dumps(dict(sorted({**ids, **pinned()}.items())), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(found())
