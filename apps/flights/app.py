"""Synthesize the flights pipeline: `python -m apps.flights.app`, which `cdk synth` and `cdk deploy` call."""

from __future__ import annotations

from aws_cdk import App

from apps.flights.stack import FlightsStack


def main() -> None:
    """Write the assembly to where the CDK CLI, or whoever sets `CDK_OUTDIR`, wants it."""
    app = App()
    FlightsStack(app, "Flights")
    app.synth()


if __name__ == "__main__":
    main()
