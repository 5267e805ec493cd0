"""The answer to one record of a transformation batch."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Generic, TypeVar

from constructs_lib.runtime.aggregation import MAGIC, user_records
from constructs_lib.runtime.codec import Parts
from constructs_lib.runtime.metrics import Reasons
from constructs_lib.runtime.reingestion import MARK, partition_key_of, without_count
from constructs_lib.runtime.results import Drop, Fail, Ok, Refused, Result

OK, DROPPED, FAILED = "Ok", "Dropped", "ProcessingFailed"
NO_EVENTS = "the record holds no events"

Decoded = TypeVar("Decoded")


class RecordAnswer(Generic[Decoded]):
    """Answers single records; never raises on account of one.

    The arguments are those of `transform`; `check_event` raises where an event is not as it should be.
    """

    def __init__(
        self,
        each: Callable[[Decoded], Result],
        *,
        decode: Callable[[bytes], Decoded | Parts[Decoded]],
        encode: Callable[[Any], bytes],
        keys: Collection[str] | None,
        check_event: Callable[[Decoded], None] | None,
        deaggregate: bool,
    ) -> None:
        self._each = each
        self._decode = decode
        self._encode = encode
        self._keys = None if keys is None else frozenset(keys)
        self._check_event = check_event
        self._deaggregate = deaggregate

    def to(self, record: Mapping[str, Any], reasons: Reasons) -> dict[str, Any]:
        """Answer a record.

        Args:
            record: one of the event's `records`.
            reasons: where to count why it is not delivered.
        """
        try:
            data = a2b_base64(record["data"], strict_mode=True)
            if data[:1] == MARK:
                data, _ = without_count(data)
            if self._deaggregate and data.startswith(MAGIC):
                users = user_records(data, partition_key_of(record) or "")
                parts = chain.from_iterable(self._events(self._decode(user.data)) for user in users)
                return self._answer_several(record, parts, reasons)
            event = self._decode(data)
            if isinstance(event, Parts):
                return self._answer_several(record, self._events(event), reasons)
            if self._check_event is not None:
                self._check_event(event)
            result = self._each(event)
            if isinstance(result, Ok):
                if self._keys is not None and result.keys.keys() != self._keys:
                    raise other_keys(self._keys, result.keys)
                return delivery(record, self._encode(result.value), result.keys)
            reasons.add(reason_of(result))
            return omission(record) if isinstance(result, Drop) else refusal(record)
        except Exception as error:
            reasons.add_exception(error, record["recordId"])
            return refusal(record)

    def _answer_several(self, record: Mapping[str, Any], events: Iterable[Decoded], reasons: Reasons) -> dict[str, Any]:
        """Answer a record that holds several events, or none."""
        written: list[bytes] = []
        keys: Mapping[str, str] | None = None
        dropped = False
        for event in events:
            result = self._each(event)
            if isinstance(result, Ok):
                if self._keys is not None and result.keys.keys() != self._keys:
                    raise other_keys(self._keys, result.keys)
                if keys is not None and result.keys != keys:
                    raise Refused("the events of one record have different partition keys")
                keys = result.keys
                written.append(self._encode(result.value))
                continue
            reasons.add(reason_of(result))
            if isinstance(result, Fail):
                return refusal(record)
            dropped = True
        if keys is not None:
            return delivery(record, b"".join(written), keys)
        if not dropped:
            reasons.add(NO_EVENTS)
        return omission(record)

    def _events(self, decoded: Decoded | Parts[Decoded]) -> Iterable[Decoded]:
        events = decoded if isinstance(decoded, Parts) else (decoded,)
        if self._check_event is not None:
            for event in events:
                self._check_event(event)
        return events


def other_keys(wanted: frozenset[str], found: Mapping[str, str]) -> Refused:
    """Say which partition keys are missing, and which too many."""
    problems = {"missing": wanted - found.keys(), "not asked for": found.keys() - wanted}
    texts = (f"{', '.join(sorted(names))} {problem}" for problem, names in problems.items() if names)
    return Refused(f"partition keys: {'; '.join(texts)}")


def reason_of(result: Drop | Fail) -> str:
    """Read why a record is not delivered.

    Raises:
        TypeError: it is no result.
    """
    if isinstance(result, Drop | Fail):
        return result.reason
    raise TypeError(f"a transform returns Ok, Drop or Fail, not {result!r}")


def delivery(record: Mapping[str, Any], data: bytes, keys: Mapping[str, str]) -> dict[str, Any]:
    """Answer a record with new bytes, and with partition keys where there are any."""
    text = b2a_base64(data, newline=False).decode("ascii")
    if not keys:
        return {"recordId": record["recordId"], "result": OK, "data": text}
    metadata = {"partitionKeys": dict(keys)}
    return {"recordId": record["recordId"], "result": OK, "data": text, "metadata": metadata}


def omission(record: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a record that is not to be delivered."""
    return {"recordId": record["recordId"], "result": DROPPED}


def refusal(record: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a record in the fewest bytes that keep it: Firehose itself still holds the source bytes."""
    return {"recordId": record["recordId"], "result": FAILED}
