"""Keeps every order it gets; some it cannot take."""

import json
import os
from uuid import uuid4

import boto3

from constructs_lib.runtime import consumer

seen: list[str] = []


def watch(order: dict[str, object]) -> None:
    if order["kind"] == "poison":
        raise ValueError("poison")
    seen.append(str(order["id"]))


handle = consumer(watch)


def handler(event, context):
    seen.clear()
    answer = handle(event, context)
    if seen:
        boto3.client("s3").put_object(
            Bucket=os.environ["SEEN"], Key=f"watched/{uuid4()}", Body=json.dumps(seen).encode()
        )
    return answer
