# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Alarms on metric math: stored as they are, never evaluated, because MiniStack has no metric math."""

from __future__ import annotations

from typing import Any

from ministack.services.cloudformation import provisioners

from constructs_lib.local.launcher.contract import expect

PATCH = "alarms"
STORED_NAMESPACE = "MetricMath/NotEvaluated"


def apply() -> None:
    """Let AWS::CloudWatch::Alarm take Metrics."""
    expect(PATCH, provisioners, _cw_metric_alarm_record=("name", "props"))
    record = provisioners._cw_metric_alarm_record

    def alarm_record(name: str, props: dict[str, Any]) -> dict[str, Any]:
        metrics = props.get("Metrics")
        if not metrics:
            return dict(record(name, props))
        single = {key: value for key, value in props.items() if key != "Metrics"}
        stored = record(
            name, {**single, "Namespace": STORED_NAMESPACE, "MetricName": name, "Threshold": threshold(props)}
        )
        return {**stored, "Metrics": metrics}

    provisioners._cw_metric_alarm_record = alarm_record


def threshold(props: dict[str, Any]) -> Any:
    """Take the threshold; an alarm on an anomaly band has none."""
    return props.get("Threshold", 0)
