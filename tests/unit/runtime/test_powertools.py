from __future__ import annotations

import io
import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import Metrics

from constructs_lib.runtime import Fail, Ok, transform
from constructs_lib.runtime.powertools import PowertoolsReport
from tests.unit.runtime.batches import CONTEXT, firehose_event


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_counts_become_the_functions_own_metrics_and_reasons_its_own_log_line(capsys):
    log = io.StringIO()
    report = PowertoolsReport(Metrics(namespace="Orders"), Logger(service="orders", stream=log))
    handler = transform(lambda n: Ok(n) if n else Fail("zero"), report=report)
    for _ in range(2):
        handler(firehose_event(b"0", b"1", b"2"), CONTEXT)
    metrics = lines(capsys.readouterr().out)
    assert [(line["Ok"], line["ProcessingFailed"], line["FunctionName"]) for line in metrics] == [
        ([2.0], [1.0], "clean"),
        ([2.0], [1.0], "clean"),
    ]
    assert metrics[0]["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Orders"
    written = lines(log.getvalue())
    assert [(line["level"], line["service"], line["reasons"]) for line in written] == [
        ("WARNING", "orders", {"zero": 1}),
        ("WARNING", "orders", {"zero": 1}),
    ]


def test_a_batch_of_which_nothing_was_refused_is_information():
    log = io.StringIO()
    report = PowertoolsReport(Metrics(namespace="Orders"), Logger(service="quiet", stream=log))
    transform(Ok, report=report)(firehose_event(b"1"), CONTEXT)
    assert [(line["level"], line["counts"]) for line in lines(log.getvalue())] == [
        ("INFO", {"Ok": 1, "Dropped": 0, "ProcessingFailed": 0})
    ]
