"""A good and a bad example of every keyword of a Flink application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.spec_examples.arns import BUCKET, CODE, STREAM, VPC
from tests.spec_examples.nested import below

APPLICATIONS: Mapping[str, tuple[Any, Any]] = below(
    "applications",
    {
        "": ({"Scores": {"runtime": "FLINK-1_20", "code": CODE}}, {"Scores": {"runtime": "FLINK-1_20"}}),
        "runtime": ("FLINK-2_2", "FLINK-1.20"),
        "code": (CODE, {"bucket": BUCKET}),
        "code.bucket": (BUCKET, "code"),
        "code.key": ("scores.jar", ""),
        "code.version": ("3sL4kqtJlcpXroDTDmJ", ""),
        "reads": (["Orders", STREAM], ["Odrers"]),
        "writes": (["Orders"], "Orders"),
        "properties": ({"source": {"stream": "orders"}}, {"source": "orders"}),
        "parallelism": ({"tasks": 2}, 2),
        "parallelism.tasks": (4, 0),
        "parallelism.perUnit": (4, 9),
        "parallelism.autoscaling": (False, "no"),
        "checkpoints": ({"interval": "2 min"}, "2 min"),
        "checkpoints.enabled": (True, "yes"),
        "checkpoints.interval": ("2 min", 120),
        "checkpoints.pause": ("10 s", "10 ms"),
        "snapshots": (True, "yes"),
        "rollback": (False, "no"),
        "logLevel": ("WARN", "warn"),
        "metricsLevel": ("TASK", "TASKS"),
        "vpc": (VPC, {"subnets": ["subnet-0123456789abcdef0"]}),
        "vpc.subnets": (["subnet-0123456789abcdef0"], ["10.0.0.0/24"]),
        "vpc.securityGroups": (["sg-0123456789abcdef0"], []),
        "applicationName": ("scores", ""),
        "description": ("scores of shops", ""),
    },
)
