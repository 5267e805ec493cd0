"""An organisation's defaults for plain L2 constructs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from aws_cdk import Duration, PropertyInjectors, Tags
from aws_cdk import aws_kms as kms
from constructs import Construct, IConstruct

from constructs_lib.cdk.defaults.bounded import RETENTION, mapping_defaults, nearest
from constructs_lib.cdk.defaults.injectors import Injector, delivery_stream_injector, mapping_injector, stream_injector
from constructs_lib.cdk.defaults.keys import KeyArn, KeyParameter, key_for
from constructs_lib.limits import limit
from constructs_lib.policy.profile import ProfileLike, profile_in_force

TAG_PRIORITY = 50
"""Below the CDK's own 100, so that a tag that is given anywhere wins."""


class OrganisationDefaults:
    """Give plain `Stream`, `DeliveryStream` and `EventSourceMapping` of the CDK what an organisation decided.

    What is given to a construct wins; what is given against the profile stays a finding, of the plugin and of `check`.
    What was defined before the defaults were added does not get them.

    Args:
        profile: what the organisation asks for, or its file; by default the one that the environment names. Where AWS's
            own default is out of its bounds, the nearest bound is the default.
        key: encrypts streams, and delivery streams that are written to directly.
        retention: for which streams keep records.
        tags: that everything carries.

    Raises:
        InvalidProfile: the profile cannot be used.
        ValueError: the retention is out of bounds, or the profile asks for customer keys and there is no key.

    Example:
        >>> OrganisationDefaults(
        ...     profile="organisation.yaml", key=KeyParameter("/streaming/key-arn")
        ... ).add_to(app)  # doctest: +SKIP
    """

    def __init__(
        self,
        *,
        profile: ProfileLike | None = None,
        key: kms.IKey | KeyArn | KeyParameter | None = None,
        retention: Duration | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        asked = profile_in_force(profile)
        if asked.customer_keys and key is None:
            raise ValueError(f"{asked.name} asks for customer keys: give the organisation's key")
        bound = asked.bounds.get(RETENTION, limit(RETENTION))
        if retention is not None and not retention.is_unresolved() and retention.to_hours() not in bound:
            raise ValueError(f"retention is {retention.to_hours():g} hours; allowed is {bound.low} to {bound.high}")
        if retention is None and (hours := nearest(RETENTION, asked)) is not None:
            retention = Duration.hours(hours)
        self._tags = dict(tags or {})
        self._injectors: list[Injector] = []
        of_scope = None if key is None else partial(key_for, key=key)
        if retention is not None or of_scope is not None:
            self._injectors.append(stream_injector(retention, of_scope))
        if of_scope is not None:
            self._injectors.append(delivery_stream_injector(of_scope))
        if found := mapping_defaults(asked):
            self._injectors.append(mapping_injector(found))

    def add_to(self, scope: Construct | IConstruct) -> None:
        """Give the defaults to everything that is defined below a scope from now on.

        Args:
            scope: an app, a stage, a stack or a construct; what is nearest to a construct decides.

        Raises:
            ValueError: the scope has an injector for one of the classes already; there can be one.
        """
        injectors = PropertyInjectors.of(scope)
        if taken := set(injectors.supported_classes()) & {each.construct_unique_id for each in self._injectors}:
            raise ValueError(f"{scope.node.path or 'the app'} has defaults for {', '.join(sorted(taken))} already")
        injectors.add(*self._injectors)
        for key, value in self._tags.items():
            Tags.of(scope).add(key, value, priority=TAG_PRIORITY)
