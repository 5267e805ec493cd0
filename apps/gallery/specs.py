"""A pipeline that a document describes, for teams who write no code."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import Stack
from constructs import Construct

from constructs_lib.cdk import Pipeline

SPEC = Path(__file__).with_name("pipeline.yaml")


class Specs(Stack):
    """Define what a pipeline spec describes.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: a pipeline spec")
        Pipeline.from_spec(self, "Flights", SPEC)
