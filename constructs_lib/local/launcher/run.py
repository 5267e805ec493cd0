"""Check every patch, apply every patch, serve."""

from __future__ import annotations

import sys

from constructs_lib.local.launcher import (
    alarms,
    buckets,
    consumers,
    delivery,
    event_sources,
    event_targets,
    log_subscriptions,
    parent,
    pipes,
    placeholders,
    products,
    status,
    streams,
    table_changes,
    topic_subscriptions,
    writes,
)
from constructs_lib.local.launcher.contract import MovedError

PATCHES = (
    streams,
    writes,
    consumers,
    buckets,
    alarms,
    placeholders,
    products,
    event_sources,
    delivery,
    log_subscriptions,
    event_targets,
    topic_subscriptions,
    pipes,
    table_changes,
    status,
)


def main() -> None:
    """Run MiniStack until it is told to stop.

    It is not started when a patch does not fit: half an AWS would be worse than none.
    """
    parent.watch()
    try:
        for patch in PATCHES:
            patch.apply()
    except MovedError as error:
        sys.exit(f"this MiniStack is not the one the patches were written for: {error}")
    import ministack.app

    ministack.app.main()
