"""From the destinations of a pipeline spec to those of the constructs, one file for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constructs import Construct

from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.http_endpoint import to_http_endpoint
from constructs_lib.cdk.pipeline.destinations.iceberg import to_iceberg
from constructs_lib.cdk.pipeline.destinations.open_search import to_open_search, to_open_search_serverless
from constructs_lib.cdk.pipeline.destinations.place import Place
from constructs_lib.cdk.pipeline.destinations.redshift import to_redshift
from constructs_lib.cdk.pipeline.destinations.s3 import to_s3
from constructs_lib.cdk.pipeline.destinations.snowflake import to_snowflake
from constructs_lib.cdk.pipeline.destinations.splunk import to_splunk
from constructs_lib.cdk.pipeline.surroundings import Surroundings
from constructs_lib.spec import Settings

DESTINATIONS: Mapping[str, Callable[[Settings, Place], Destination]] = {
    "s3": to_s3,
    "httpEndpoint": to_http_endpoint,
    "openSearch": to_open_search,
    "openSearchServerless": to_open_search_serverless,
    "iceberg": to_iceberg,
    "splunk": to_splunk,
    "redshift": to_redshift,
    "snowflake": to_snowflake,
}
"""Keyword to what makes its destination."""

__all__ = ["DESTINATIONS", "Place", "destination"]


def destination(scope: Construct, name: str, given: Settings, around: Surroundings) -> Destination:
    """Give the destination of a delivery stream."""
    keyword = next(each for each in DESTINATIONS if given.has(each))
    place = Place(scope=scope, name=name, around=around)
    return DESTINATIONS[keyword](given.below(keyword), place)
