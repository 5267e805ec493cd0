"""From a pipeline spec to a plain CloudFormation template, which deploys without bootstrap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_cdk import App, BootstraplessSynthesizer, CfnResource, Stack
from aws_cdk.cx_api import CloudFormationStackArtifact, SynthesisMessageLevel
from constructs import IConstruct

from constructs_lib.cdk.compliance import PROFILE
from constructs_lib.cdk.pipeline.pipeline import Pipeline

STACK = "Pipeline"
ACKNOWLEDGED_BY = re.compile(r" \[ack: (\S+)\]$")
OF_A_RULE = re.compile(r"kinesis-constructs:[A-Z]+\d+")
"""Ids of warnings that a check of the spec gives, too."""


@dataclass(frozen=True, kw_only=True)
class Synthesized:
    """What becomes of a spec.

    Attributes:
        template: of CloudFormation.
        warnings: of the constructs, which no check of the spec gives.
    """

    template: dict[str, Any]
    warnings: tuple[str, ...]


def synthesize(spec: str | Path | Mapping[str, Any], *, profile: str | None = None) -> Synthesized:
    """Make the template of a spec, whose names are logical ids in it.

    Args:
        spec: path of the file, or what would stand in it; its functions are named by ARN, because files would need a
            bucket of assets.
        profile: file of the organisation's profile; the one that the environment names unless given.

    Raises:
        InvalidProperties: with every finding of the policy, each with the line of the spec.
        ValueError: the file is no spec that can be read, or a construct refuses what it says.
        OSError: the file cannot be read.
    """
    with TemporaryDirectory() as folder:
        app = App(outdir=folder, analytics_reporting=False, context={PROFILE: profile} if profile else None)
        stack = Stack(app, STACK, synthesizer=BootstraplessSynthesizer())
        # The CDK leaves this id out of logical ids.
        pipeline = Pipeline.from_spec(stack, "Default", spec)
        keep_names(pipeline)
        stack.template_options.description = pipeline.description
        artifact = app.synth().get_stack_by_name(stack.stack_name)
        return Synthesized(template=dict(artifact.template), warnings=tuple(warnings_of(artifact)))


def keep_names(pipeline: Pipeline) -> None:
    """Make the names of the spec logical ids."""
    main: Iterable[tuple[str, IConstruct | None]] = [
        *((name, each.node.default_child) for name, each in pipeline.streams.items()),
        *((name, each.node.default_child) for name, each in pipeline.failure_buckets.items()),
        *((name, each.node.default_child) for name, each in pipeline.writers.items()),
        *((name, each.application) for name, each in pipeline.applications.items()),
        *((name, each.channel) for name, each in pipeline.channels.items()),
        *((name, each.mapping) for name, each in pipeline.consumers.items()),
        *((name, each.resource) for name, each in pipeline.deliveries.items()),
    ]
    for name, resource in main:
        assert isinstance(resource, CfnResource)
        resource.override_logical_id(name)


def warnings_of(artifact: CloudFormationStackArtifact) -> Iterator[str]:
    """Give the warnings of the constructs, each with the construct's name."""
    for message in artifact.messages:
        text = str(message.entry.data)
        known = ACKNOWLEDGED_BY.search(text)
        if message.level is SynthesisMessageLevel.WARNING and not (known and OF_A_RULE.fullmatch(known[1])):
            yield f"{message.id.rpartition('/')[2]}: {ACKNOWLEDGED_BY.sub('', text)}"
