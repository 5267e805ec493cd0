"""What the role of a mapping's function must be allowed to do.

Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (read 2026-11-21).
"""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.reading.arns import Hole, Tokens, tokens_of
from constructs_lib.policy.reading.event_sources import EventMapping, consumer_of, is_kinesis
from constructs_lib.policy.reading.needs import Need

STREAM_READ = (
    ("kinesis:GetRecords",),
    ("kinesis:GetShardIterator",),
    ("kinesis:DescribeStream", "kinesis:DescribeStreamSummary"),
)
SUBSCRIBE = ("kinesis:SubscribeToShard",)
FAILED_KEY = tuple("/aws/lambda/")
"""How the keys of failed batches begin: aws/lambda/<mapping>/<shard>/."""
SEND = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "s3": "s3:PutObject"}


def function_role(mapping: EventMapping) -> Value | None:
    """Where the role of a mapping's function is given.

    Returns:
        `None` when the function is not part of the app, or when SAM makes its role together with the mapping.

    Raises:
        CannotDecide: SAM makes the role, and knows nothing of the mapping.
    """
    function = mapping.function
    if function is None:
        return None
    role = function["Role"]
    if role.absent and mapping.declared is not None:
        return None
    if role.absent and function.type != "AWS::Lambda::Function":
        raise CannotDecide(role, "the role is made by SAM")
    return role


def blamed(mapping: EventMapping) -> Value:
    """Where a finding about the role lies: on the name of the function, or on the role of a SAM function."""
    return mapping["FunctionName"] if mapping.declared is None else mapping.settings.owner["Role"]


def read_needs(mapping: EventMapping) -> Iterator[Need]:
    """What polling a stream takes; nothing for a mapping on a stream consumer."""
    role, source = function_role(mapping), mapping.source
    if role is None or consumer_of(source) is not None or "/consumer/" in text_of(tokens_of(source)):
        return
    for actions in STREAM_READ:
        yield Need(role, actions, (tokens_of(source),), checked=True)


def subscribe_needs(mapping: EventMapping) -> Iterator[Need]:
    """What reading through a stream consumer takes."""
    role, source = function_role(mapping), mapping.source
    if role is not None and (consumer_of(source) is not None or "/consumer/" in text_of(tokens_of(source))):
        yield Need(role, SUBSCRIBE, (tokens_of(source),), checked=True)


def send_needs(mapping: EventMapping) -> Iterator[Need]:
    """What handing failed batches on takes."""
    role, destination = function_role(mapping), mapping["DestinationConfig.OnFailure.Destination"]
    if role is None or destination.absent:
        return
    target = tokens_of(destination)
    service = text_of(target).split(":")[2:3]
    action = SEND.get(service[0]) if service else None
    if action is None:
        return
    yield Need(role, (action,), ((*target, *FAILED_KEY, Hole.ANY) if service == ["s3"] else target,))


def pipe_needs(pipe: ResourceView) -> Iterator[Need]:
    """What a pipe's reading from a stream takes."""
    source = pipe["Source"]
    if source.exists and is_kinesis(source):
        for actions in STREAM_READ:
            yield Need(pipe["RoleArn"], actions, (tokens_of(source),))


def text_of(tokens: Tokens) -> str:
    """The characters of a value, with a mark for what is no character."""
    return "".join(token if isinstance(token, str) else "\N{REPLACEMENT CHARACTER}" for token in tokens)
