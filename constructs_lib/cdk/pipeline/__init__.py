"""Pipelines from specs."""

from constructs_lib.cdk.pipeline.pipeline import Pipeline

__all__ = ["Pipeline"]
