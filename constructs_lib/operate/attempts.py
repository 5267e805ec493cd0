"""Put the records of one batch until they are through or their attempts are used up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from constructs_lib.operate.entry import Entry, Unsent

Request = Callable[[Sequence[Entry]], Sequence[Mapping[str, Any]]]
"""Calls the service once; gives its outcomes, one for each entry, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempts:
    """How often, and after which pauses, single records are put again.

    Attributes:
        most: how often one record is put.
        first_pause_seconds: the longest pause before the second attempt; it doubles with every attempt.
        longest_pause_seconds: where the doubling ends.
        sleep: waits that many seconds.
        jitter: draws a number from 0 to 1, the share of the pause that is waited.
        passing: the error codes of a whole request that trying again may mend.

    Raises:
        ValueError: `most` is below 1.
    """

    most: int
    first_pause_seconds: float
    longest_pause_seconds: float
    sleep: Callable[[float], None]
    jitter: Callable[[], float]
    passing: Collection[str]

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(f"attempts must be at least 1, got {self.most}")

    def put(self, batch: Sequence[Entry], request: Request) -> tuple[int, int, list[Unsent]]:
        """Put one batch.

        Returns:
            Requests made, records put again, records given up.

        Raises:
            botocore.exceptions.ClientError: an error that trying again does not mend.
        """
        retried = 0
        failed = self._failed(batch, request)
        for attempt in range(1, self.most):
            if not failed:
                return attempt, retried, failed
            self.sleep(self.jitter() * min(self.longest_pause_seconds, self.first_pause_seconds * 2 ** (attempt - 1)))
            retried += len(failed)
            failed = self._failed([unsent.entry for unsent in failed], request)
        return self.most, retried, failed

    def _failed(self, batch: Sequence[Entry], request: Request) -> list[Unsent]:
        """Make one request and give the records that failed, in order."""
        try:
            outcomes = request(batch)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in self.passing:
                raise
            return [Unsent(entry, f"{code}: {error.response['Error']['Message']}") for entry in batch]
        return [
            Unsent(entry, f"{outcome['ErrorCode']}: {outcome.get('ErrorMessage', '')}")
            for entry, outcome in zip(batch, outcomes, strict=True)
            if "ErrorCode" in outcome
        ]
