"""Compare the quotas in force with what is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.limits import limit
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.result import QuotaUse
from constructs_lib.operate.audit.shapes import CONSUMER, STREAM
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.audits import QUOTA
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.reading.streams import ON_DEMAND

NEARLY = 0.8
"""The share of a quota from which on it is a finding; a choice of ours."""
CONSUMERS, ADVANTAGE = limit("kinesis-consumer-count-standard"), limit("kinesis-consumer-count-advantage")
CONCURRENCY = limit("lambda-concurrency-default")
DELIVERY_TIER = limit("firehose-streams-per-region-tier1")
DELIVERY_QUOTA = re.compile(r"(delivery|firehose|data firehose) streams( per region)?", re.IGNORECASE)
"""How Service Quotas may name the number of delivery streams; compared with names, as its codes are not published."""
ACCOUNT_TYPE = {
    "kinesis": STREAM,
    "firehose": "AWS::KinesisFirehose::DeliveryStream",
    "lambda": "AWS::Lambda::Function",
}


def quota_uses(
    account: Account, region: str, delivery_streams: int | None, definitions: Iterable[Definition]
) -> list[QuotaUse]:
    """Read the quotas in force, and how much of each is used.

    Args:
        account: to ask.
        region: of the account; some defaults differ among regions.
        delivery_streams: how many there are, whatever the selection; `None` where it is not known.
        definitions: what was read.
    """
    return [
        *kinesis_quotas(account),
        *firehose_quotas(account, region, delivery_streams),
        *lambda_quotas(account),
        *consumer_quotas(definitions),
    ]


def kinesis_quotas(account: Account) -> Iterator[QuotaUse]:
    """The shards and on-demand streams of the account: the service itself says both sides."""
    try:
        told = account.ask("kinesis:DescribeLimits")
    except Unread:
        return
    pairs = (
        ("shards of provisioned streams", "OpenShardCount", "ShardLimit"),
        ("on-demand streams", "OnDemandStreamCount", "OnDemandStreamCountLimit"),
    )
    for name, used, value in pairs:
        if value in told:
            yield QuotaUse(
                service="kinesis", name=name, used=told.get(used), value=told[value], source="kinesis:DescribeLimits"
            )


def firehose_quotas(account: Account, region: str, used: int | None) -> Iterator[QuotaUse]:
    """The delivery streams of the account."""
    name = "delivery streams"
    try:
        listed = account.ask("service-quotas:ListServiceQuotas", "firehose", ServiceCode="firehose")
    except Unread:
        listed = []
    found = [each for each in listed if DELIVERY_QUOTA.fullmatch(each.get("QuotaName", ""))]
    if len(found) == 1:
        source = "service-quotas:ListServiceQuotas"
        yield QuotaUse(service="firehose", name=name, used=used, value=found[0]["Value"], source=source)
        return
    known = region in (DELIVERY_TIER.applies_when or "")
    value = DELIVERY_TIER.high if known else None
    source = f"default, {DELIVERY_TIER.read}" if known else "not known: the default differs among regions"
    yield QuotaUse(service="firehose", name=name, used=used, value=value, source=source)


def lambda_quotas(account: Account) -> Iterator[QuotaUse]:
    """The concurrency that is reserved for functions, of that of the account."""
    name = "reserved concurrent executions"
    try:
        told: Mapping[str, Any] = account.ask("lambda:GetAccountSettings").get("AccountLimit", {})
    except Unread:
        told = {}
    if "ConcurrentExecutions" not in told:
        source = f"default, {CONCURRENCY.read}"
        yield QuotaUse(service="lambda", name=name, used=None, value=CONCURRENCY.high, source=source)
        return
    total = told["ConcurrentExecutions"]
    used = total - told["UnreservedConcurrentExecutions"] if "UnreservedConcurrentExecutions" in told else None
    yield QuotaUse(service="lambda", name=name, used=used, value=total, source="lambda:GetAccountSettings")


def consumer_quotas(definitions: Iterable[Definition]) -> Iterator[QuotaUse]:
    """The registered consumers of each stream that has any; no call tells this quota."""
    found = list(definitions)
    counts: dict[str, int] = {}
    for definition in found:
        if definition.type == CONSUMER:
            stream = str(definition.properties["StreamARN"])
            counts[stream] = counts.get(stream, 0) + 1
    modes = {each.id: each.properties.get("StreamModeDetails") or {} for each in found if each.type == STREAM}
    for stream, used in sorted(counts.items()):
        on_demand = modes.get(stream, {}).get("StreamMode") == ON_DEMAND
        allowed = ADVANTAGE if on_demand and used > CONSUMERS.high else CONSUMERS
        yield QuotaUse(
            service="kinesis",
            name="registered consumers",
            used=used,
            value=allowed.high,
            source=f"default, {allowed.read}",
            resource=stream,
        )


def quota_findings(quotas: Iterable[QuotaUse], account: str) -> Iterator[Finding]:
    """Name the quotas that are used up, or nearly."""
    for quota in quotas:
        if quota.share >= NEARLY:
            yield tell(
                QUOTA,
                f"{quota.used:g} of {quota.value:g} {quota.name} are in use",
                resource=quota.resource or account,
                resource_type=ACCOUNT_TYPE[quota.service],
                given=f"{quota.used:g} {quota.name}",
                allowed=f"{quota.value:g}",
                source=quota.source,
            )
