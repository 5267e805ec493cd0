from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam025 = RuleCase("LAM025")
QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


def test_large_batches_without_a_window_are_found() -> None:
    assert lam025.finds(example("BatchSize: 11", source=QUEUE)).property == "MaximumBatchingWindowInSeconds"
    lam025.finds(example("BatchSize: 11", "MaximumBatchingWindowInSeconds: 0", source=QUEUE))
    lam025.finds(sam("BatchSize: 100", type="SQS", source="Queue: !GetAtt Jobs.Arn"))


def test_a_window_of_one_second_passes() -> None:
    lam025.passes(example("BatchSize: 11", "MaximumBatchingWindowInSeconds: 1", source=QUEUE))


def test_ten_messages_need_no_window() -> None:
    lam025.passes(example("BatchSize: 10", source=QUEUE))


def test_a_fifo_queue_takes_neither() -> None:
    template = example("BatchSize: 11", "MaximumBatchingWindowInSeconds: 5", source=f"{QUEUE}.fifo")
    assert [finding.property for finding in lam025.run(template).findings] == [
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
    ]


def test_a_stream_needs_no_window() -> None:
    lam025.passes(example("BatchSize: 1000"))


def test_a_size_that_is_not_known_is_undecided() -> None:
    lam025.undecided(sam("BatchSize: !Ref Size", type="SQS", source="Queue: !GetAtt Jobs.Arn"))
