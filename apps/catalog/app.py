"""Synthesize the catalogue: `python -m apps.catalog.app`."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import App, Validations

from apps.catalog.stack import Approved, Catalog, Constraint
from constructs_lib.cdk import KinesisConstructsPlugin

STORE = Path(__file__).with_name("versions")
DAYS = Constraint(
    parameter="RetentionHours",
    values=["24", "48", "72", "168"],
    description="Streams keep records for one, two, three or seven days",
)
APPROVED = (
    Approved(pattern="stream-to-lake", constraints=[DAYS]),
    Approved(pattern="cross-account-ingest", constraints=[DAYS]),
    Approved(pattern="replayable-event-bus", constraints=[DAYS]),
    Approved(pattern="metrics-to-s3"),
)


def main() -> None:
    """Write the assembly to where the CDK CLI, or whoever sets `CDK_OUTDIR`, wants it."""
    app = App()
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    Catalog(
        app,
        "Catalog",
        store=STORE,
        approved=APPROVED,
        launch_role_name="streaming-launch",
        user_role_names=["developers"],
    )
    app.synth()


if __name__ == "__main__":
    main()
