"""Find a stream of the local AWS by its name, or by what an app calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.graph.readers.template import UnreadableTemplate, parse, resources_of
from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.local.connection import Connection

STREAM = "AWS::Kinesis::Stream"


def find_stream(connection: Connection, called: str) -> str:
    """Give the name of a stream.

    Args:
        connection: to the local AWS.
        called: its name, its logical id, or its construct's id or path, such as `Orders` or `Ingest/Orders`.

    Raises:
        LocalAwsError: there is none, or there are several.
    """
    pages = connection.client("kinesis").get_paginator("list_streams").paginate()
    names = [name for page in pages for name in page["StreamNames"]]
    if called in names:
        return called
    found = sorted({name for name, words in deployed_streams(connection) if name in names and called_so(words, called)})
    if len(found) > 1:
        raise LocalAwsError(f"several streams are called {called}: choose one of {', '.join(found)}")
    if not found:
        raise LocalAwsError(f"there is no stream {called}: there is {', '.join(names) or 'none at all'}")
    return found[0]


def deployed_streams(connection: Connection) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the streams of all stacks: their names, each with its logical id and the path of its construct."""
    cloudformation = connection.client("cloudformation")
    for page in cloudformation.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            name = stack["StackName"]
            paths = construct_paths(cloudformation.get_template(StackName=name)["TemplateBody"], name)
            for resource in cloudformation.describe_stack_resources(StackName=name)["StackResources"]:
                if resource["ResourceType"] == STREAM:
                    logical_id = resource["LogicalResourceId"]
                    yield resource.get("PhysicalResourceId", ""), (logical_id, paths.get(logical_id, ""))


def construct_paths(body: object, stack: str) -> dict[str, str]:
    """Logical id to the path that the CDK writes into a template; nothing where it cannot be read."""
    try:
        resources = resources_of(parse(body if isinstance(body, str) else json.dumps(body), stack))
    except UnreadableTemplate:
        return {}
    return {each.id: each.construct_path or "" for each in resources}


def called_so(words: tuple[str, str], called: str) -> bool:
    """Tell whether a stream of this logical id and path is meant."""
    logical_id, path = words
    return called == logical_id or f"/{called.strip('/')}/" in f"/{path}/"
