from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.local import LocalAwsError
from constructs_lib.local.stream_names import find_stream

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab


def stream(name: str, path: str) -> dict[str, Any]:
    return {
        "Type": "AWS::Kinesis::Stream",
        "Properties": {"Name": name, "ShardCount": 1},
        "Metadata": {"aws:cdk:path": path},
    }


def test_a_stream_is_found_by_its_name_and_by_what_its_app_calls_it(lab: Lab) -> None:
    lab.stream("by-hand")
    lab.stack(
        "Shop",
        OrdersA1B2=stream("shop-orders", "Shop/Orders/Stream/Resource"),
        ReturnsC3D4=stream("shop-returns", "Shop/Returns/Stream/Resource"),
    )
    for called in ("shop-orders", "OrdersA1B2", "Orders", "Shop/Orders", "Shop/Orders/Stream"):
        assert find_stream(lab.aws, called) == "shop-orders"
    assert find_stream(lab.aws, "by-hand") == "by-hand"
    with pytest.raises(LocalAwsError, match=r"several streams are called Shop: choose one of shop-orders, shop-return"):
        find_stream(lab.aws, "Shop")
    with pytest.raises(LocalAwsError, match=r"there is no stream Order: there is .*shop-orders"):
        find_stream(lab.aws, "Order")
