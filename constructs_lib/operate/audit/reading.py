"""Read what an audit is about, and what that refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.account import Place
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.delivery_shapes import DELIVERY_STREAM
from constructs_lib.operate.audit.keys import keys_of, read_key
from constructs_lib.operate.audit.policies import ROLE_MARK, read_role
from constructs_lib.operate.audit.selection import Selection
from constructs_lib.operate.audit.streaming import (
    delivery_names,
    function_arns,
    read_delivery,
    read_function,
    read_mappings,
    read_stream,
    stream_arns,
    stream_of,
    texts,
)
from constructs_lib.operate.audit.surroundings import logging_of, read_alarms, read_bucket, read_log_group
from constructs_lib.operate.audit.tables import read_table, schemas_of
from constructs_lib.operate.errors import OperateError

T = TypeVar("T")
BUCKETS = "BucketARN"


@dataclass(frozen=True, slots=True)
class Found:
    """What an audit has read.

    Attributes:
        place: where.
        definitions: the resources, each after what it needs.
        delivery_streams: how many there are, whatever the selection; `None` where it is not known.
    """

    place: Place
    definitions: Sequence[Definition]
    delivery_streams: int | None


def read(account: Account, selection: Selection) -> Found:
    """Read everything that is meant, and what it refers to.

    Raises:
        OperateError: none of the lists may be read.
    """
    try:
        identity = account.ask("sts:GetCallerIdentity")
    except Unread as error:
        raise OperateError(f"cannot audit: {error}") from error
    region = str(account.client("kinesis").meta.region_name)
    place = Place(identity["Arn"].split(":")[1], region, identity["Account"])
    arns = softly(lambda: stream_arns(account, selection))
    names = softly(lambda: delivery_names(account))
    mappings = softly(lambda: read_mappings(account, selection))
    if arns is None and names is None and mappings is None:
        raise OperateError(
            "cannot audit: neither streams nor delivery streams nor mappings can be listed: "
            f"{'; '.join(map(str, account.skipped))}: docs/audit.md has the policy that an audit needs"
        )
    chosen = [name for name in names or () if selection.takes(name)]
    deliveries = account.each("delivery streams", chosen, lambda name: read_delivery(account, name))
    sources = [stream_of(str(each.properties["EventSourceArn"])) for each in mappings or ()]
    sources += [
        str(each.properties["KinesisStreamSourceConfiguration"]["KinesisStreamARN"])
        for each in deliveries
        if "KinesisStreamSourceConfiguration" in each.properties
    ]
    own = [arn for arn in dict.fromkeys([*(arns or ()), *sources]) if is_here(arn, place)]
    streams = flat(account.each("streams", own, lambda arn: read_stream(account, arn)))
    callers = [*(mappings or ()), *deliveries]
    called = [arn for arn in dict.fromkeys(function_arns(callers)) if is_here(arn, place)]
    functions = flat(account.each("functions", called, lambda arn: read_function(account, arn)))
    around = surroundings(account, [*deliveries, *functions], place)
    named = [name for name in keys_of([*streams, *deliveries, *around]) if not is_elsewhere(name, place)]
    keys = flat(account.each("keys", named, lambda name: read_key(account, name)))
    schemas = schemas_of(deliveries, place)
    tables = flat(account.each("tables", schemas, lambda schema: read_table(account, schema, place)))
    alarms = softly(lambda: read_alarms(account, selection)) or []
    definitions = [*keys, *tables, *around, *streams, *functions, *(mappings or ()), *deliveries, *alarms]
    return Found(place, definitions, None if names is None else len(names))


def surroundings(account: Account, users: Iterable[Definition], place: Place) -> list[Definition]:
    """Read the roles, log groups and buckets that delivery streams and functions name."""
    named = [(user, list(texts(user.properties))) for user in users]
    everything = dict.fromkeys(text for _, held in named for text in held)
    roles = [
        arn for arn in everything if ROLE_MARK in arn and arn.startswith(f"arn:{place.partition}:iam::{place.account}:")
    ]
    deliveries = [user for user, _ in named if user.type == DELIVERY_STREAM]
    buckets = dict.fromkeys(arn for each in deliveries for arn in held_at(BUCKETS, each.properties))
    groups: dict[str, list[str]] = {}
    for each in deliveries:
        for group, stream in logging_of(each.properties):
            groups.setdefault(group, []).extend([stream] if stream else [])
    return [
        *flat(account.each("roles", roles, lambda arn: read_role(account, arn))),
        *flat(account.each("buckets", buckets, lambda arn: read_bucket(account, arn))),
        *flat(account.each("log groups", groups, lambda name: read_log_group(account, name, groups[name]))),
    ]


def held_at(name: str, value: object) -> Iterable[str]:
    """The texts that stand under a name anywhere in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key == name and isinstance(inner, str) else held_at(name, inner)


def is_here(arn: str, place: Place) -> bool:
    """Tell whether an ARN is one of the account and region that is audited."""
    return arn.split(":")[3:5] == [place.region, place.account]


def is_elsewhere(name: str, place: Place) -> bool:
    """Tell whether a name is an ARN of another account or region."""
    return name.startswith("arn:") and not is_here(name, place)


def flat(groups: Iterable[Iterable[T]]) -> list[T]:
    """Put lists together."""
    return list(chain.from_iterable(groups))


def softly(read: Callable[[], T]) -> T | None:
    """Read something that may be forbidden."""
    try:
        return read()
    except Unread:
        return None
