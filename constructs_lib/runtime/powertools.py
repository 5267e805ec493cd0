"""The adapters' metrics, logs and memory of events through Powertools for AWS Lambda, where the function holds it.

A consumer takes both: `consumer(each, report=PowertoolsReport(Metrics(namespace="Orders"), Logger(service="orders")),
store=PowertoolsStore(DynamoDBPersistenceLayer(table_name="handled"), prefix="orders"))`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig
from aws_lambda_powertools.utilities.idempotency.exceptions import IdempotencyItemAlreadyExistsError

from constructs_lib.runtime.idempotency import InProgress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools import Logger
    from aws_lambda_powertools.metrics import Metrics
    from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer

    from constructs_lib.runtime.metrics import LambdaContext

COMPLETED = "COMPLETED"
MESSAGE = "batch"


class PowertoolsReport:
    """Hands a batch's counts to Powertools' metrics, and its reasons to Powertools' logger.

    The namespace and the dimensions are those of the metrics given, and the function's name beside them. A batch of
    which nothing was refused is logged at level INFO, another one at WARNING.
    """

    def __init__(self, metrics: Metrics, logger: Logger) -> None:
        """Take the function's own.

        Args:
            metrics: are flushed after every batch.
            logger: gets one line a batch, with the counts and the reasons as fields.
        """
        self._metrics = metrics
        self._logger = logger

    def __call__(
        self,
        namespace: str,  # noqa: ARG002 - the metrics have their own
        context: LambdaContext,
        counts: Mapping[str, int],
        properties: Mapping[str, Any],
    ) -> None:
        """Report a batch."""
        self._metrics.add_dimension(name="FunctionName", value=context.function_name)
        for name, count in counts.items():
            self._metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
        self._metrics.flush_metrics()
        log = self._logger.warning if properties else self._logger.info
        log(MESSAGE, extra={"counts": dict(counts), **properties})


class PowertoolsStore:
    """Remembers events in a persistence layer of Powertools, such as a DynamoDB table.

    A claim lasts as long as the invocation may still run, so that an event whose function died comes again.
    """

    def __init__(self, layer: BasePersistenceLayer, config: IdempotencyConfig | None = None, *, prefix: str) -> None:
        """Use a layer.

        Args:
            layer: not used by anything else in the function.
            config: how long events are remembered, by default an hour; keep it above the record age of the mapping.
            prefix: of the keys in the table, so that two consumers may share it.
        """
        layer.configure(config or IdempotencyConfig(), key_prefix=prefix)
        self._layer = layer

    def claim(self, event_id: str, lease_millis: int | None) -> bool:
        """Begin with an event."""
        try:
            self._layer.save_inprogress(data_of(event_id), remaining_time_in_millis=lease_millis)
        except IdempotencyItemAlreadyExistsError as error:
            record = error.old_data_record or self._layer.get_record(data_of(event_id))
            if record is not None and record.status == COMPLETED:
                return False
            raise InProgress(f"event {event_id} is being handled") from error
        return True

    def complete(self, event_id: str) -> None:
        """Remember that a claimed event was handled."""
        self._layer.save_success(data_of(event_id), {})

    def release(self, event_id: str) -> None:
        """Forget a claimed event."""
        self._layer.delete_record(data_of(event_id), InProgress())


def data_of(event_id: str) -> dict[str, str]:
    """Put an event's id into the form that a layer makes its key of."""
    return {"event_id": event_id}
