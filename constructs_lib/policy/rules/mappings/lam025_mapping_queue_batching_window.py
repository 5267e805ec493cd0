"""Large batches of a queue and the window that gathers them."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, SQS, EventMapping, literal, mappings_of
from constructs_lib.policy.rule import Violation, rule

WINDOW = limit("esm-batch-size-needs-window")
WITHOUT_WINDOW = limit("esm-batch-size-without-window")
FIRST_IN_FIRST_OUT = limit("esm-batch-size-fifo")
QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


@rule(
    id="LAM025",
    name="mapping-queue-batching-window",
    title=f"batches of more than {WITHOUT_WINDOW.high} messages of a queue have a window to be gathered in",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping, and the deployment fails",
    fix=f"set MaximumBatchingWindowInSeconds to at least {WINDOW.low}; a FIFO queue takes small batches and no window",
    source=WINDOW.read,
    bad=example("BatchSize: 100", source=QUEUE),
    good=example("BatchSize: 100", "MaximumBatchingWindowInSeconds: 5", source=QUEUE),
)
def mapping_queue_batching_window(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        size, window = mapping["BatchSize"], mapping["MaximumBatchingWindowInSeconds"]
        if (size.absent and window.absent) or not mapping.reads(SQS):
            continue
        if is_first_in_first_out(mapping):
            if size.number is not None and size.number not in FIRST_IN_FIRST_OUT:
                yield Violation(
                    size,
                    message=f"a FIFO queue is read in batches of {size.number}",
                    allowed=f"at most {FIRST_IN_FIRST_OUT.high} messages",
                )
            if window.number:
                yield Violation(window, message="a FIFO queue is read with a batching window", allowed="no window")
        elif size.number is not None and size.number not in WITHOUT_WINDOW and not window.number:
            yield Violation(
                window,
                message=f"a queue is read in batches of {size.number} without a window",
                given="no window" if window.absent else f"{window.number} seconds",
                allowed=f"at least {WINDOW.low} second",
            )


def is_first_in_first_out(mapping: EventMapping) -> bool:
    """Tell whether the queue is a FIFO queue."""
    source = mapping.source
    queue = source.target if source.reference is not None else None
    return literal(source).endswith(".fifo") if queue is None else queue["FifoQueue"].flag is True
