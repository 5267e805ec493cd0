"""Read Managed Flink applications."""

from __future__ import annotations

from math import ceil

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit

APPLICATION = "AWS::KinesisAnalyticsV2::Application"
FLINK = "ApplicationConfiguration.FlinkApplicationConfiguration"
PARALLELISM = f"{FLINK}.ParallelismConfiguration"


def processing_units(application: ResourceView) -> int | None:
    """How many KPUs the parallelism of an application takes; `None` where the service decides."""
    if application[f"{PARALLELISM}.ConfigurationType"].text != "CUSTOM":
        return None
    tasks = application[f"{PARALLELISM}.Parallelism"].number or limit("flink-parallelism-min").default
    each = application[f"{PARALLELISM}.ParallelismPerKPU"].number or limit("flink-parallelism-per-kpu-min").default
    return ceil(tasks / each) if isinstance(tasks, int | float) and isinstance(each, int | float) else None
