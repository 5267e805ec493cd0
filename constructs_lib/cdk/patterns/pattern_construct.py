"""What every pattern is: a construct whose arguments are held to the pattern's schema, with alarms on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from aws_cdk import Tags, Token
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk.compliance import PROFILE, profile_of
from constructs_lib.cdk.consumers import FunctionConsumer
from constructs_lib.cdk.defaults.organisation_defaults import TAG_PRIORITY
from constructs_lib.cdk.delivery import DeliveryStream
from constructs_lib.cdk.monitoring import AlarmSettings, PipelineMonitoring
from constructs_lib.patterns import InvalidArguments, Pattern, argument_problems


class PatternConstruct(Construct):
    """A pattern as a construct; subclasses define what it holds.

    Values are those of the pattern's schema, plain and with their unit in the name, so that a form, a template and
    a program give the same. A token, such as the value of a `CfnParameter`, is taken where it is known at deployment.

    A subclass of a pattern may decide some of its parameters, and bring a profile and tags of its own; the profile then
    holds for what is below it, whatever the app names.

    Args:
        scope: the parent.
        id: unique in the scope.
        arguments: by name, as the subclass was given them.

    Attributes:
        monitoring: the alarms and the dashboard.

    Raises:
        InvalidArguments: with every argument that does not fit.
    """

    pattern: ClassVar[Pattern]
    decided: ClassVar[frozenset[str]] = frozenset()
    """Names of arguments that a subclass gives by itself, and that its own pattern does not have."""
    profile: ClassVar[str | None] = None
    """File of the profile that holds below."""
    tags: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """That everything below carries, unless an app gives another value."""
    monitoring: PipelineMonitoring

    def __init__(self, scope: Construct, id: str, arguments: dict[str, Any]) -> None:
        later = frozenset(name for name, value in arguments.items() if Token.is_unresolved(value))
        asked = {name: value for name, value in arguments.items() if name not in self.decided}
        if problems := tuple(argument_problems(self.pattern, asked, known_later=later)):
            raise InvalidArguments(f"{scope.node.path}/{id}".lstrip("/"), problems)
        super().__init__(scope, id)
        if self.profile:
            self.node.set_context(PROFILE, self.profile)
        for key, value in self.tags.items():
            Tags.of(self).add(key, value, priority=TAG_PRIORITY)

    @cached_property
    def key(self) -> kms.IKey | None:
        """The key of streams and delivery streams: one of its own where the profile asks for customer keys."""
        return kms.Key(self, "Key", enable_key_rotation=True) if profile_of(self).customer_keys else None

    def monitor(
        self,
        alarm_topic_arn: str | None,
        *,
        streams: Sequence[kinesis.IStream] = (),
        consumers: Sequence[FunctionConsumer] = (),
        deliveries: Sequence[DeliveryStream] = (),
    ) -> None:
        """Define the alarms of the parts, and the dashboard."""
        targets = [sns.Topic.from_topic_arn(self, "AlarmTopic", alarm_topic_arn)] if alarm_topic_arn else []
        self.monitoring = PipelineMonitoring(
            self,
            "Monitoring",
            streams=streams,
            consumers=consumers,
            deliveries=deliveries,
            alarms=AlarmSettings(targets=targets),
        )


def given(arguments: dict[str, Any]) -> dict[str, Any]:
    """Take a constructor's `locals()` and leave what the pattern is asked for."""
    return {
        name: value
        for name, value in arguments.items()
        if name not in {"self", "scope", "id", "__class__"} and value is not None
    }
