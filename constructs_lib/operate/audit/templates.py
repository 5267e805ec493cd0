"""Read the templates that an account is compared with."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.graph.readers.document import UnreadableDocument
from constructs_lib.graph.readers.template import UnreadableTemplate, parse, resources_of
from constructs_lib.operate.audit.drift import Deployed
from constructs_lib.operate.errors import OperateError
from constructs_lib.policy.assembly import artifacts_of
from constructs_lib.policy.checker import Source
from constructs_lib.policy.sources import read_sources
from constructs_lib.spec import read_spec, spec_resources


def read_deployed(path: str, stack: str | None = None) -> list[Deployed]:
    """Read a template, a pipeline spec, or all templates of a cloud assembly.

    Args:
        path: of it.
        stack: name of the stack, for a template that is in no assembly.

    Raises:
        OperateError: it cannot be read, or a stack is named for several templates that are in no assembly.
    """
    found: list[Deployed] = []
    nameless = 0
    for source in read_sources([path]):
        if not isinstance(source, Source):
            raise OperateError(str(source))
        name = stack_name(Path(source.name))
        nameless += name is None
        try:
            resources = (
                spec_resources(read_spec(source.content, source.name))
                if source.is_spec
                else resources_of(parse(source.content, source.name))
            )
        except (UnreadableTemplate, UnreadableDocument) as error:
            raise OperateError(str(error)) from error
        found.append(Deployed(resources, name or stack))
    if not found:
        raise OperateError(f"no templates found in {path}")
    if stack and nameless > 1:
        raise OperateError(f"{path} holds {nameless} templates, so that --stack names none: give one template")
    return found


def stack_name(template: Path) -> str | None:
    """The name of the stack of a template that lies in a cloud assembly."""
    for name, artifact in artifacts_of(template.parent).items():
        match artifact:
            case {"type": "aws:cloudformation:stack", "properties": {"templateFile": file, **rest}}:
                if file == template.name:
                    return str(rest.get("stackName", name))
    return None
