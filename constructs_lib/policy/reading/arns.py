"""Write ARNs so that they can be compared: literals, names that a deployment makes up, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from constructs_lib.graph import Reference, ResourceView, Text, Undecided, Value, once

REGION, ACCOUNT, PARTITION = "us-east-1", "123456789012", "aws"
"""What the template reader puts for the pseudo parameters: these may stand for any region, account and partition."""
PLACEHOLDERS = {1: {PARTITION}, 3: {REGION}, 4: {ACCOUNT}}
ARN = tuple("arn")
WILD = {"*", "?"}
RESOURCE_FIELD = 5
MOST_COMPARED = 1_000_000
"""Characters of a pattern times characters of a target; no field of a real ARN is that long."""


class Hole(Enum):
    """A piece of a text that is no character."""

    ANY = "*"
    UNKNOWN = "unknown"


HOLES = frozenset(Hole)


class Made(NamedTuple):
    """A name or id that the deployment makes up for one resource of the app.

    Attributes:
        template: its file.
        id: its logical id.
    """

    template: str
    id: str


Token = str | Hole | Made
Tokens = tuple[Token, ...]


class Shape(NamedTuple):
    """How the ARN of a resource type is made.

    Attributes:
        attribute: of `Fn::GetAtt`; `None` where `Ref` gives the ARN.
        form: the ARN with `{}` for the name.
        name: property that holds the name.
        named: whether `Ref` gives the name that stands in the ARN.
    """

    attribute: str | None
    form: str
    name: str | None
    named: bool = True


HERE = f"{REGION}:{ACCOUNT}"
SHAPES = {
    "AWS::S3::Bucket": Shape("Arn", "arn:aws:s3:::{}", "BucketName"),
    "AWS::Kinesis::Stream": Shape("Arn", f"arn:aws:kinesis:{HERE}:stream/{{}}", "Name"),
    "AWS::KinesisFirehose::DeliveryStream": Shape(
        "Arn", f"arn:aws:firehose:{HERE}:deliverystream/{{}}", "DeliveryStreamName"
    ),
    "AWS::Lambda::Function": Shape("Arn", f"arn:aws:lambda:{HERE}:function:{{}}", "FunctionName"),
    "AWS::Serverless::Function": Shape("Arn", f"arn:aws:lambda:{HERE}:function:{{}}", "FunctionName"),
    "AWS::IAM::Role": Shape("Arn", f"arn:aws:iam::{ACCOUNT}:role/{{}}", "RoleName"),
    "AWS::KMS::Key": Shape("Arn", f"arn:aws:kms:{HERE}:key/{{}}", "KeyId"),  # which an audit knows alone
    "AWS::SQS::Queue": Shape("Arn", f"arn:aws:sqs:{HERE}:{{}}", "QueueName", named=False),
    "AWS::SNS::Topic": Shape(None, f"arn:aws:sns:{HERE}:{{}}", "TopicName", named=False),
    "AWS::OpenSearchService::Domain": Shape("Arn", f"arn:aws:es:{HERE}:domain/{{}}", "DomainName"),
    "AWS::Elasticsearch::Domain": Shape("Arn", f"arn:aws:es:{HERE}:domain/{{}}", "DomainName"),
    "AWS::SecretsManager::Secret": Shape(None, f"arn:aws:secretsmanager:{HERE}:secret:{{}}", None, named=False),
    "AWS::Logs::LogGroup": Shape("Arn", f"arn:aws:logs:{HERE}:log-group:{{}}:*", "LogGroupName"),
}
MORE_ARN_ATTRIBUTES = {
    ("AWS::OpenSearchService::Domain", "DomainArn"),
    ("AWS::Elasticsearch::Domain", "DomainArn"),
    ("AWS::SNS::Topic", "TopicArn"),
    ("AWS::SecretsManager::Secret", "Id"),
}
CONSUMER = "AWS::Kinesis::StreamConsumer"
ALIAS = "AWS::Lambda::Alias"
VERSION = "AWS::Lambda::Version"


@once
def tokens_of(value: Value) -> Tokens:
    """Write a value as tokens; `*` stays a character."""
    node = value.node
    if isinstance(node, Text | Reference | Undecided):
        return tuple(chain.from_iterable(part_tokens(part, value.owner) for part in value.parts))
    text = value.text
    return () if text is None else tuple(text)


def part_tokens(part: str | Reference | Undecided, owner: ResourceView) -> Iterable[Token]:
    """Write one piece of a partly known text as tokens."""
    if isinstance(part, str):
        return part
    target = owner.view.find(owner.resource.template, part.target) if isinstance(part, Reference) else None
    if target is None or not isinstance(part, Reference):
        return (Hole.UNKNOWN,)
    shape = SHAPES.get(target.type)
    if gives_arn(target.type, part.attribute):
        return arn_tokens(target)
    if shape is not None and part.attribute is None and shape.named:
        return name_tokens(target, shape)
    return (Hole.UNKNOWN,)


def gives_arn(type: str, attribute: str | None) -> bool:
    """Tell whether an attribute of a resource, or its `Ref`, is the resource's ARN."""
    if type == CONSUMER:
        return attribute in {None, "ConsumerARN"}
    if type == ALIAS:
        return attribute in {None, "AliasArn"}
    if type == VERSION:
        return attribute in {None, "FunctionArn", "FunctionArnWithVersion"}
    shape = SHAPES.get(type)
    return shape is not None and (attribute == shape.attribute or (type, attribute) in MORE_ARN_ATTRIBUTES)


@once
def arn_tokens(resource: ResourceView) -> Tokens:
    """Write the ARN of a resource of the app."""
    if resource.type == CONSUMER:
        return (
            *base_tokens(resource["StreamARN"]),
            *"/consumer/",
            *base_tokens(resource["ConsumerName"]),
            ":",
            made(resource),
        )
    if resource.type in {ALIAS, VERSION}:
        name = base_tokens(resource["FunctionName"])
        function = name if "".join(map(str, name[:4])) == "arn:" else (*f"arn:aws:lambda:{HERE}:function:", *name)
        qualifier = base_tokens(resource["Name"]) if resource.type == ALIAS else (made(resource),)
        return (*function, ":", *qualifier)
    shape = SHAPES.get(resource.type)
    if shape is None:
        return (Hole.UNKNOWN,)
    before, _, after = shape.form.partition("{}")
    has_path = resource.type == "AWS::IAM::Role" and resource["Path"].exists
    path = (Made(made(resource).template, f"{resource.id}.Path"),) if has_path else ()
    return (*before, *path, *name_tokens(resource, shape), *after)


def base_tokens(value: Value) -> Tokens:
    """Write a part of the ARN of a consumer or an alias; a circle of these leads nowhere."""
    view, template = value.owner.view, value.owner.resource.template
    targets = [view.find(template, part.target) for part in value.parts if isinstance(part, Reference)]
    if any(target is not None and target.type in {CONSUMER, ALIAS} for target in targets):
        return (Hole.UNKNOWN,)
    return tokens_of(value)


def name_tokens(resource: ResourceView, shape: Shape) -> Tokens:
    """Write a resource's name: as given, or as one that the deployment makes up."""
    name = resource[shape.name].node if shape.name else None
    return tuple(name) if isinstance(name, str) else (made(resource),)


def made(resource: ResourceView) -> Made:
    """The name that only the deployment knows."""
    return Made(resource.resource.template.name, resource.id)


@lru_cache(maxsize=1024)
def covers(pattern: Tokens, target: Tokens) -> bool | None:
    """Tell whether a pattern of an IAM statement covers an ARN.

    Args:
        pattern: with `*` and `?` as characters.
        target: an ARN; `Hole.ANY` in it stands for anything that may come there.

    Returns:
        `None` when that depends on what is not known.
    """
    if pattern == ("*",):
        return True
    wanted, given = fields(pattern), fields(target)
    if wanted is None or given is None:
        return match(pattern, target)
    unclear = False
    for index, (left, right) in enumerate(zip(wanted, given, strict=True)):
        answer = field_covers(index, left, right)
        if answer is False:
            return False
        unclear = unclear or answer is None
    return None if unclear else True


@lru_cache(maxsize=1024)
def fields(arn: Tokens) -> tuple[Tokens, ...] | None:
    """Split an ARN at its first five colons; `None` when something unknown comes before them."""
    found: list[Tokens] = []
    start = 0
    with suppress(ValueError):
        while len(found) < RESOURCE_FIELD:
            end = arn.index(":", start)
            found.append(arn[start:end])
            start = end + 1
    if len(found) < RESOURCE_FIELD or found[0] != ARN or not all(isinstance(piece, str) for piece in arn[:start]):
        return None
    return (*found, arn[start:])


def field_covers(index: int, pattern: Tokens, target: Tokens) -> bool | None:
    """Compare one field; a placeholder of the reader may be equal to anything."""
    answer = match(pattern, target)
    if answer is False and index in PLACEHOLDERS:
        texts = {"".join(map(str, pattern)), "".join(map(str, target))}
        if texts & PLACEHOLDERS[index] and "" not in texts:
            return None
    return answer


def match(pattern: Tokens, target: Tokens) -> bool | None:
    """Match a pattern against a target; `None` when that depends on what is not known."""
    if pattern == target and HOLES.isdisjoint(pattern):
        return True
    if is_text(pattern) and is_text(target) and WILD.isdisjoint(pattern):
        return False
    if pattern[-1:] == ("*",) and target[: len(pattern) - 1] == pattern[:-1] and HOLES.isdisjoint(pattern):
        return True
    pattern, target = without_common_start(pattern, target)
    if len(pattern) * len(target) > MOST_COMPARED:
        return None
    if matches(pattern, target, possibly=False):
        return True
    return None if matches(pattern, target, possibly=True) else False


def without_common_start(pattern: Tokens, target: Tokens) -> tuple[Tokens, Tokens]:
    """Leave out the characters at the start that stand for themselves in both."""
    same = 0
    for left, right in zip(pattern, target, strict=False):
        if left != right or not isinstance(left, str) or left in WILD:
            break
        same += 1
    return pattern[same:], target[same:]


def is_text(tokens: Tokens) -> bool:
    """Tell whether tokens are characters and nothing else."""
    return all(type(token) is str for token in tokens)


def matches(pattern: Tokens, target: Tokens, *, possibly: bool) -> bool:
    """Match by dynamic programming over both.

    Args:
        pattern: characters, `*`, `?`, made-up names and unknown pieces.
        target: characters, made-up names, unknown pieces and `Hole.ANY`.
        possibly: whether what is not known may be whatever makes them match.
    """
    row = [True] + [False] * len(target)
    for place, right in enumerate(target):
        row[place + 1] = row[place] and possibly and isinstance(right, Hole)
    for left in pattern:
        row = next_row(row, left, target, possibly)
    return row[-1]


def next_row(row: list[bool], left: Token, target: Tokens, possibly: bool) -> list[bool]:
    """The places of the target that can be reached once one more token of the pattern is used up."""
    wild = left == "*" or (possibly and isinstance(left, Hole))
    found = [row[0] and wild]
    for place, right in enumerate(target):
        if wild:
            reached = row[place + 1] or found[place]
        else:
            same = left == right and not isinstance(left, Hole)
            reached = row[place] and (same or (left == "?" and isinstance(right, str)))
            if possibly and fills(right, left):
                reached = reached or row[place] or row[place + 1]
        if possibly and isinstance(right, Hole):
            reached = reached or found[place] or row[place]
        found.append(reached)
    return found


def fills(right: Token, left: Token) -> bool:
    """Tell whether an unknown piece of the target could contain a token of the pattern."""
    if isinstance(right, Made):
        return isinstance(left, str) and left not in {"/", ":"}
    return isinstance(right, Hole)
