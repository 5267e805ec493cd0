"""The destinations of a spec, one file for each."""

from __future__ import annotations

from collections.abc import Mapping

from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.http_endpoint import HTTP_ENDPOINT
from constructs_lib.spec.destinations.iceberg import ICEBERG
from constructs_lib.spec.destinations.open_search import OPEN_SEARCH
from constructs_lib.spec.destinations.open_search_serverless import OPEN_SEARCH_SERVERLESS
from constructs_lib.spec.destinations.redshift import REDSHIFT
from constructs_lib.spec.destinations.s3 import S3
from constructs_lib.spec.destinations.snowflake import SNOWFLAKE
from constructs_lib.spec.destinations.splunk import SPLUNK

ALL = (S3, HTTP_ENDPOINT, OPEN_SEARCH, OPEN_SEARCH_SERVERLESS, ICEBERG, SPLUNK, REDSHIFT, SNOWFLAKE)
DESTINATIONS: Mapping[str, Destination] = {each.keyword: each for each in ALL}
"""Keyword to destination."""

__all__ = ["DESTINATIONS", "Destination"]
