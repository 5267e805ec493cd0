"""From a pattern to a plain CloudFormation template, whose parameters are what its users may change."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import Any

from aws_cdk import App, BootstraplessSynthesizer, CfnParameter, Stack, Tags

from constructs_lib.cdk.compliance import PROFILE
from constructs_lib.patterns import InvalidArguments, Parameter, Pattern, argument_problems

INTERFACE = "AWS::CloudFormation::Interface"
METADATA = "KinesisConstructs"


def template_of(
    pattern: Pattern,
    arguments: Mapping[str, Any],
    *,
    profile: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make the template of a pattern, which deploys without bootstrap and without this library.

    Args:
        pattern: to publish.
        arguments: what the publisher decides; of the others, those that a template can ask for become its parameters.
        profile: file of the organisation's profile; the one that the environment names unless given.
        tags: that everything in the template carries.

    Raises:
        InvalidArguments: with every argument that does not fit or is missing.
        InvalidProperties: with every finding of the policy.
    """
    asked = asked_for(pattern, arguments)
    names = frozenset(each.name for each in asked)
    if problems := tuple(argument_problems(pattern, arguments, known_later=names)):
        raise InvalidArguments(pattern.id, problems)
    with TemporaryDirectory() as folder:
        app = App(outdir=folder, analytics_reporting=False, context={PROFILE: profile} if profile else None)
        stack = Stack(
            app,
            "Pattern",
            synthesizer=BootstraplessSynthesizer(),
            description=f"{pattern.title} (pattern {pattern.id} {pattern.version})",
        )
        values = {each.name: each.default for each in pattern.parameters if each.default is not None}
        values |= {**arguments, **{each.name: token_of(define_parameter(stack, each)) for each in asked}}
        for key, value in (tags or {}).items():
            Tags.of(stack).add(key, value)
        # The CDK leaves this id out of logical ids.
        construct_of(pattern)(stack, "Default", **values)
        stack.add_metadata(METADATA, {"Pattern": pattern.id, "Version": pattern.version})
        if asked:
            stack.add_metadata(INTERFACE, interface_of(pattern, asked))
        return dict(app.synth().get_stack_by_name(stack.stack_name).template)


def asked_for(pattern: Pattern, arguments: Mapping[str, Any]) -> list[Parameter]:
    """Choose the parameters of the template: what is open, can be known at deployment, and was not decided."""
    return [
        each
        for each in pattern.parameters
        if each.at_deployment and not each.guarded and arguments.get(each.name) is None
    ]


def construct_of(pattern: Pattern) -> Any:
    """Import the construct of a pattern.

    Raises:
        ValueError: it is not where the pattern says.
    """
    module, _, name = pattern.construct.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"pattern {pattern.id} has no construct at {pattern.construct}: {error}") from error


def define_parameter(stack: Stack, parameter: Parameter) -> CfnParameter:
    """Define a parameter of CloudFormation that takes what the schema takes."""
    schema = parameter.schema
    number = schema.get("type") in ("integer", "number")
    return CfnParameter(
        stack,
        parameter.pascal_name,
        type="Number" if number else "String",
        default=parameter.default,
        description=schema["description"],
        min_value=schema.get("minimum"),
        max_value=schema.get("maximum"),
        min_length=schema.get("minLength"),
        max_length=schema.get("maxLength"),
        allowed_pattern=schema.get("pattern"),
        allowed_values=[str(each) for each in schema["enum"]] if "enum" in schema else None,
    )


def token_of(parameter: CfnParameter) -> str | float:
    """Give the value as the deployment will know it."""
    return parameter.value_as_number if parameter.type == "Number" else parameter.value_as_string


def interface_of(pattern: Pattern, asked: list[Parameter]) -> dict[str, Any]:
    """Say how a console shows the parameters."""
    return {
        "ParameterGroups": [
            {"Label": {"default": pattern.title}, "Parameters": [each.pascal_name for each in asked]},
        ],
        "ParameterLabels": {each.pascal_name: {"default": each.name.replace("_", " ").capitalize()} for each in asked},
    }
