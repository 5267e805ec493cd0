"""Read streams, their consumers, delivery streams, mappings and functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.delivery_shapes import DELIVERY_STREAM, delivery_properties
from constructs_lib.operate.audit.policies import NOT_READABLE, document
from constructs_lib.operate.audit.selection import Selection
from constructs_lib.operate.audit.shapes import CONSUMER, FUNCTION, MAPPING, STREAM, properties
from constructs_lib.operate.audit.state import HINT, delivery_state, mapping_state

ALIAS = "AWS::Lambda::Alias"
RESOURCE_POLICY = "AWS::Kinesis::ResourcePolicy"
NO_POLICY = ("ResourceNotFoundException",)
MOST_NAMES = 100
QUALIFIED = 8
"""Parts of a function's ARN with a version or an alias."""
FROM_STREAMS = ":kinesis:"


def stream_arns(account: Account, selection: Selection) -> list[str]:
    """List the streams that are meant."""
    found = account.ask("kinesis:ListStreams")
    return [each["StreamARN"] for each in found if selection.takes(each["StreamName"])]


def read_stream(account: Account, arn: str) -> list[Definition]:
    """Read a stream with its consumers and their resource policies."""
    answer = account.ask("kinesis:DescribeStreamSummary", arn, StreamARN=arn)["StreamDescriptionSummary"]
    found = [Definition(arn, STREAM, properties(STREAM, answer))]
    try:
        for consumer in account.ask("kinesis:ListStreamConsumers", arn, StreamARN=arn):
            own = {**consumer, "StreamARN": arn}
            found.append(Definition(consumer["ConsumerARN"], CONSUMER, properties(CONSUMER, own)))
    except Unread:
        pass
    return [*found, *chain.from_iterable(resource_policy(account, each.id) for each in found)]


def resource_policy(account: Account, arn: str) -> Iterator[Definition]:
    """Read the resource policy of a stream or a consumer."""
    try:
        answer = account.ask("kinesis:GetResourcePolicy", arn, none_when=NO_POLICY, ResourceARN=arn)
    except Unread:
        answer = {"Policy": NOT_READABLE}
    policy = document(answer.get("Policy"))
    if policy:
        own = {"ResourceArn": arn, "ResourcePolicy": policy}
        yield Definition(f"{arn}/resource-policy", RESOURCE_POLICY, own)


def delivery_names(account: Account) -> list[str]:
    """List the delivery streams, which boto3 has no paginator for."""
    names: list[str] = []
    more: dict[str, str] = {}
    while True:
        answer = account.ask("firehose:ListDeliveryStreams", Limit=MOST_NAMES, **more)
        names += answer["DeliveryStreamNames"]
        if not answer.get("HasMoreDeliveryStreams") or not answer["DeliveryStreamNames"]:
            return names
        more = {"ExclusiveStartDeliveryStreamName": names[-1]}


def read_delivery(account: Account, name: str) -> Definition:
    """Read a delivery stream."""
    answer = account.ask("firehose:DescribeDeliveryStream", name, DeliveryStreamName=name)
    description = answer["DeliveryStreamDescription"]
    return Definition(
        description["DeliveryStreamARN"],
        DELIVERY_STREAM,
        delivery_properties(description),
        hints={HINT: delivery_state(description)},
    )


def read_mappings(account: Account, selection: Selection) -> list[Definition]:
    """Read the mappings that take records from streams."""
    return [
        Definition(
            each.get("EventSourceMappingArn") or each["UUID"],
            MAPPING,
            properties(MAPPING, each),
            hints={HINT: mapping_state(each)},
        )
        for each in account.ask("lambda:ListEventSourceMappings")
        if FROM_STREAMS in each.get("EventSourceArn", "")
        and selection.takes(each["EventSourceArn"], each.get("FunctionArn"), each["UUID"])
    ]


def stream_of(arn: str) -> str:
    """The ARN of the stream that a stream's or a consumer's ARN is about."""
    return arn.partition("/consumer/")[0]


def function_arns(definitions: Iterable[Definition]) -> Iterator[str]:
    """The functions that mappings call and that transform, with their qualifiers."""
    for definition in definitions:
        if definition.type == MAPPING:
            yield str(definition.properties.get("FunctionName", ""))
        elif definition.type == DELIVERY_STREAM:
            for text in texts(definition.properties):
                if text.startswith("arn:") and ":function:" in text:
                    yield text


def read_function(account: Account, arn: str) -> list[Definition]:
    """Read a function; one with a qualifier is read as its alias, and as the function beside."""
    plain = ":".join(arn.split(":")[: QUALIFIED - 1])
    answer = account.ask("lambda:GetFunctionConfiguration", arn, FunctionName=arn)
    own: dict[str, Any] = properties(FUNCTION, answer)
    try:
        reserved = account.ask("lambda:GetFunctionConcurrency", plain, none_when=NO_POLICY, FunctionName=plain)
        if "ReservedConcurrentExecutions" in reserved:
            own["ReservedConcurrentExecutions"] = reserved["ReservedConcurrentExecutions"]
    except Unread:
        pass
    found = [Definition(plain, FUNCTION, own)]
    if arn != plain:
        found.append(Definition(arn, ALIAS, {"FunctionName": plain, "Name": arn.rpartition(":")[2]}))
    return found


def texts(value: Any) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item))
