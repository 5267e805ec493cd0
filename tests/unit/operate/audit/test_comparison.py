from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.graph import Reference, Undecided
from constructs_lib.graph.readers.account import Place
from constructs_lib.graph.values import Parameter
from constructs_lib.operate.audit.comparison import Known, differences

PLACE = Place("aws", "eu-west-1", "111122223333")
ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"
KNOWN = Known({"Orders": "orders"}, {"Orders": ARN}, PLACE, {"Size": "2", "Subnets": "a,b"})


def paths(template: Any, live: Any) -> list[str]:
    return [found.path for found in differences(template, live, KNOWN)]


@pytest.mark.parametrize(
    ("template", "live"),
    [
        ({"A": 1}, {"A": 1, "B": 2}),
        ({"A": "300"}, {"A": 300}),
        ({"A": "true"}, {"A": True}),
        ({"A": 1}, {"A": 1.0}),
        ({"A": False}, {}),
        ({"A": {"Enabled": False}}, {}),
        ({"A": Undecided("parameter")}, {"A": 5}),
        ({"A": 5}, {"A": Undecided("the service does not tell it")}),
        ({"A": Reference("Orders")}, {"A": "orders"}),
        ({"A": Reference("Orders", "Arn")}, {"A": ARN}),
        ({"A": Reference("Elsewhere", "Arn")}, {"A": ARN}),
        ({"A": "orders"}, {"A": ARN}),
        ({"A": "arn:aws:kinesis:us-east-1:123456789012:stream/orders"}, {"A": ARN}),
        ({"A": ["x", "y"]}, {"A": ["y", "x"]}),
        ({"A": Parameter("Size")}, {"A": 2}),
        ({"A": Parameter("Subnets")}, {"A": ["b", "a"]}),
        ({"A": Parameter("Hidden")}, {"A": 5}),
        ({"A": [{"Name": "x", "Value": 1}]}, {"A": [{"Name": "w", "Value": 0}, {"Name": "x", "Value": 1}]}),
    ],
)
def test_the_same_is_no_drift_however_it_is_written(template: Any, live: Any) -> None:
    assert paths(template, live) == []


@pytest.mark.parametrize(
    ("template", "live", "path"),
    [
        ({"A": {"B": 1}}, {"A": {"B": 2}}, "A.B"),
        ({"A": {"B": 1, "C": {"D": 2}}}, {"B": 1}, "A"),
        ({"A": True}, {"A": False}, "A"),
        ({"A": 0}, {"A": 5}, "A"),
        ({"A": Reference("Orders", "Arn")}, {"A": ARN + "-2"}, "A"),
        ({"A": ["x"]}, {"A": ["x", "y"]}, "A"),
        ({"A": Parameter("Size")}, {"A": 3}, "A"),
        ({"A": Parameter("Subnets")}, {"A": ["a"]}, "A"),
        ({"A": [{"Pattern": "x"}]}, {"A": []}, "A"),
        ({"A": [{"Name": "x", "Value": 1}]}, {"A": [{"Name": "x", "Value": 2}]}, "A[x].Value"),
    ],
)
def test_what_differs_is_named_by_its_path(template: Any, live: Any, path: str) -> None:
    assert paths(template, live) == [path]
