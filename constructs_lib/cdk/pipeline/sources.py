"""From the sources of a pipeline spec to those of the constructs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from constructs_lib.cdk.delivery import (
    DatabaseEngine,
    DatabaseSource,
    DirectPut,
    KinesisSource,
    MskConnectivity,
    MskSource,
    Selection,
)
from constructs_lib.cdk.delivery.sources import Source
from constructs_lib.cdk.pipeline.surroundings import Surroundings, key_of
from constructs_lib.spec import Settings


def source(scope: Construct, name: str, given: Settings, around: Surroundings) -> Source:
    """Give the source of a delivery stream."""
    written: Any = given.get("source")
    if written is None:
        return DirectPut(key=key_of(scope, f"{name}PutKey", given.get("key")))
    if isinstance(written, str):
        return KinesisSource(around.stream(scope, f"{name}Source", written))
    topic_or_tables = given.below("source")
    if topic_or_tables.has("msk"):
        return msk(topic_or_tables.below("msk"))
    return database(scope, name, topic_or_tables.below("database"))


def msk(given: Settings) -> MskSource:
    """Read a topic."""
    moment = given.get("readFrom")
    return MskSource(
        cluster=given.get("cluster"),
        topic=given.get("topic"),
        connectivity=MskConnectivity(given.get("connectivity", "PRIVATE")),
        read_from=datetime.fromisoformat(moment) if moment else None,
    )


def database(scope: Construct, name: str, given: Settings) -> DatabaseSource:
    """Copy tables."""
    secret = secretsmanager.Secret.from_secret_complete_arn(scope, f"{name}SourceSecret", given.get("secret"))
    return DatabaseSource(
        engine=next(each for each in DatabaseEngine if each.value[0] == given.get("engine")),
        endpoint=given.get("endpoint"),
        secret=secret,
        vpc_endpoint_service=given.get("vpcEndpointService"),
        databases=selection(given.below("databases")),
        tables=selection(given.below("tables")),
        columns=selection(given.below("columns")) if given.has("columns") else None,
        watermark_table=given.get("watermarkTable"),
        surrogate_keys=tuple(given.get("surrogateKeys", ())),
        port=given.get("port"),
        tls=given.get("tls", True),
    )


def selection(given: Settings) -> Selection:
    """Take names and leave names."""
    return Selection(include=tuple(given.get("include", ())), exclude=tuple(given.get("exclude", ())))
