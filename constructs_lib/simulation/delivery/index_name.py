"""The name of the index that a document goes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature

PERIODS = limit("firehose-opensearch-rotation-enum")
FORMS = {"NoRotation": "", "OneHour": "-%Y-%m-%d-%H", "OneDay": "-%Y-%m-%d", "OneMonth": "-%Y-%m"}


def index_name(properties: Mapping[str, Any], arrival: float) -> str:
    """Give the index of a record: the name that is configured, and a part of the UTC arrival.

    Args:
        properties: of the destination.
        arrival: in epoch seconds.

    Raises:
        InvalidDefinition: there is no name, or no such rotation.
        UnsupportedFeature: the index rotates by weeks: the guide counts one day into two different ones.

    Source: Firehose Developer Guide, Configure index rotation for OpenSearch Service
    """
    name, period = properties.get("IndexName"), properties.get("IndexRotationPeriod") or PERIODS.default
    if not name:
        raise InvalidDefinition("the destination has no IndexName; set it")
    if period not in PERIODS.allowed:
        raise InvalidDefinition(
            f"IndexRotationPeriod {period} does not exist; use one of {', '.join(map(str, PERIODS.allowed))}"
        )
    if period not in FORMS:
        raise UnsupportedFeature(f"IndexRotationPeriod {period} is not simulated: AWS's guide counts weeks in two ways")
    return f"{name}{datetime.fromtimestamp(arrival, UTC):{FORMS[str(period)]}}" if FORMS[str(period)] else str(name)
