"""Synthesize the flights pipeline: `python -m apps.flights.app`, which `cdk synth` and `cdk deploy` call."""

from __future__ import annotations

from aws_cdk import App, Validations

from apps.flights.stack import FlightsStack
from constructs_lib.cdk import KinesisConstructsPlugin


def main() -> None:
    """Write the assembly to where the CDK CLI, or whoever sets `CDK_OUTDIR`, wants it."""
    app = App()
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    FlightsStack(app, "Flights")
    app.synth()


if __name__ == "__main__":
    main()
