"""Sums the orders of a tumbling window."""

import json
import os
from uuid import uuid4

import boto3

from constructs_lib.runtime import window_consumer


def add(state, order):
    return {"sum": state.get("sum", 0) + order["price"], "orders": state.get("orders", 0) + 1}


def finish(state, window):
    body = json.dumps({**state, "start": window.start, "shard": window.shard_id}).encode()
    boto3.client("s3").put_object(Bucket=os.environ["SEEN"], Key=f"totals/{uuid4()}", Body=body)


handler = window_consumer(add, finish=finish)
