"""What is watched of a Flink application."""

from __future__ import annotations

from constructs_lib.cdk.flink import FlinkApplication
from constructs_lib.cdk.monitoring.watch import MAXIMUM, Growth, Measure, Watch, Watched

FLINK = "AWS/KinesisAnalytics"


def watch_application(application: FlinkApplication) -> Watched:
    """Say what is watched of an application.

    How far it is behind, its streams say themselves: Flink's own metric has the source of the job among its dimensions.

    Source: Managed Service for Apache Flink Developer Guide, "Use CloudWatch alarms" and "Metrics and
    dimensions", 2026.
    """
    name = application.node.id
    downtime, restarts, failed, lasted, size, units = (
        Measure(
            namespace=FLINK,
            name=metric,
            dimensions={"Application": application.application_name},
            statistic=MAXIMUM,
        )
        for metric in (
            "downtime",
            application.runtime.restarts_metric,
            "numberOfFailedCheckpoints",
            "lastCheckpointDuration",
            "lastCheckpointSize",
            "KPUs",
        )
    )
    watches = [
        Watch(
            id=f"{name}Restarts",
            measure=Growth(counter=restarts),
            threshold=0,
            why="the application restarts again and again: read its log for the exception",
        ),
        Watch(
            id=f"{name}Checkpoints",
            measure=Growth(counter=failed),
            threshold=0,
            why="checkpoints fail again and again, and a restart would repeat much: look at their duration and size",
        ),
    ]
    if application.runtime.has_downtime:
        watches.append(
            Watch(
                id=f"{name}Downtime",
                measure=downtime,
                threshold=0,
                why="the application does not process records: read its log for the exception",
            )
        )
    return Watched(
        title=f"application {name}",
        watches=tuple(watches),
        graphs={
            "restarts and failed checkpoints": (restarts, failed),
            "duration and size of the last checkpoint": (lasted, size),
            "processing units": (units,),
        },
    )
