"""The pollers that are reserved for a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, SQS, mappings_of
from constructs_lib.policy.rule import Violation, rule

LEAST = limit("esm-provisioned-poller-sqs")
MINIMUM, MAXIMUM = "ProvisionedPollerConfig.MinimumPollers", "ProvisionedPollerConfig.MaximumPollers"
QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


@rule(
    id="LAM037",
    name="mapping-pollers",
    title="the pollers of a mapping go from a minimum to a maximum, and replace the concurrency limit of a queue",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping, and the deployment fails",
    fix="set MaximumPollers to MinimumPollers or more, and leave out ScalingConfig",
    source=f"{LEAST.read}; refused in https://github.com/badmintoncryer/cdk-preflight: "
    "pf-lambda-esm-scaling-provisioned-mutually-exclusive, 2026-09-07",
    bad=example("ProvisionedPollerConfig: {MinimumPollers: 20, MaximumPollers: 4}", source=QUEUE),
    good=example("ProvisionedPollerConfig: {MinimumPollers: 4, MaximumPollers: 20}", source=QUEUE),
)
def mapping_pollers(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        if mapping["ProvisionedPollerConfig"].absent:
            continue
        least, most, scaling = mapping[MINIMUM], mapping[MAXIMUM], mapping["ScalingConfig.MaximumConcurrency"]
        if least.number is not None and most.number is not None and least.number > most.number:
            yield Violation(
                least,
                message=f"a mapping has at least {least.number} pollers and at most {most.number}",
                allowed="MinimumPollers up to MaximumPollers",
            )
            continue
        if scaling.exists and mapping.reads(SQS):
            yield Violation(
                scaling,
                message="the concurrency of a queue is limited although its pollers are",
                given="ScalingConfig with ProvisionedPollerConfig",
                allowed="one of the two",
            )
        for pollers in (least, most):
            if pollers.number is not None and pollers.number not in LEAST and mapping.reads(SQS):
                yield Violation(
                    pollers,
                    message=f"the mapping of a queue has {pollers.number} pollers",
                    allowed=f"at least {LEAST.low}",
                )
