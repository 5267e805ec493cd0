"""The writers of a spec, one file for each."""

from __future__ import annotations

from collections.abc import Mapping

from constructs_lib.spec.writers.event_rule import BUCKET_EVENTS, EVENT_RULE
from constructs_lib.spec.writers.iot_rule import IOT_RULE
from constructs_lib.spec.writers.log_subscription import LOG_SUBSCRIPTION
from constructs_lib.spec.writers.metric_stream import METRIC_STREAM
from constructs_lib.spec.writers.pipe import PIPE
from constructs_lib.spec.writers.topic_subscription import TOPIC_SUBSCRIPTION
from constructs_lib.spec.writers.writer import Writer, kind_of

ALL = (LOG_SUBSCRIPTION, EVENT_RULE, BUCKET_EVENTS, TOPIC_SUBSCRIPTION, METRIC_STREAM, PIPE, IOT_RULE)
WRITERS: Mapping[str, Writer] = {each.keyword: each for each in ALL}
"""Keyword to writer."""

__all__ = ["WRITERS", "Writer", "kind_of"]
