from __future__ import annotations

import io
from itertools import islice
from threading import Barrier, BrokenBarrierError, Lock
from typing import Any

import pytest
from botocore.exceptions import ClientError

from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.failures import Unreadable
from constructs_lib.operate.failures.bucket import FETCHED_BYTES, FETCHES, FailureBucket, Location
from tests.patience import PATIENCE_SECONDS

GATHERING_SECONDS = 0.05


class Store:
    """A bucket that answers some requests together, when all of them are under way.

    Args:
        sizes: of the objects.
        refused: the number of the one that may not be read.
        together: how many requests are answered at once; one that stays alone is answered after a moment.
        patience: how long one waits for the others, in seconds.
    """

    def __init__(
        self, sizes: list[int], refused: int | None = None, *, together: int = 1, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.keys = {f"{number:03}": size for number, size in enumerate(sizes)}
        self.refused = f"{refused:03}" if refused is not None else ""
        self.asked: list[str] = []
        self.alone: list[str] = []
        self.at_once = self.most_at_once = 0
        self.lock = Lock()
        self.meeting = Barrier(together, timeout=patience)

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **_: str) -> Any:
        yield {"Contents": [{"Key": key, "Size": size, "LastModified": 0} for key, size in self.keys.items()]}

    def get_object(self, *, Key: str, **_: str) -> dict[str, Any]:  # noqa: N803
        with self.lock:
            self.asked.append(Key)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.meeting.wait()
        except BrokenBarrierError:
            self.alone.append(Key)
            self.meeting.reset()
        with self.lock:
            self.at_once -= 1
        if self.refused == Key:
            raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "told so"}}, "GetObject")
        return {"Body": io.BytesIO(Key.encode())}


def bucket(store: Any) -> FailureBucket:
    return FailureBucket(store, Location("lake"))


def keys_of(found: FailureBucket) -> list[str]:
    keys = []
    for key in found.objects():
        (one,) = found.read(key)
        assert isinstance(one, Unreadable)
        assert one.raw.decode() == key, "each key gives its own bytes"
        keys.append(key)
    return keys


def test_small_objects_are_fetched_several_at_once_and_read_in_order() -> None:
    store = Store([1] * 5 * FETCHES, together=FETCHES)
    assert keys_of(bucket(store)) == list(store.keys)
    assert store.most_at_once == FETCHES
    assert store.alone == []
    assert sorted(store.asked) == list(store.keys)


def test_large_objects_are_not_held_together() -> None:
    store = Store([FETCHED_BYTES] * 3 + [FETCHED_BYTES // 2] * 4, together=3, patience=GATHERING_SECONDS)
    assert keys_of(bucket(store)) == list(store.keys)
    assert store.most_at_once <= 2


def test_what_is_not_wanted_is_not_fetched() -> None:
    store = Store([1] * 20)
    assert list(bucket(store).objects(lambda key: key > "014")) == sorted(store.asked) == list(store.keys)[15:]


def test_what_comes_before_a_refusal_is_read_first() -> None:
    found = bucket(Store([1] * 20, refused=5))
    keys = found.objects()
    assert len([found.read(key) for key in islice(keys, 5)]) == 5
    key = next(keys)
    with pytest.raises(OperateError, match="cannot read s3://lake/005: the credentials have expired"):
        found.read(key)


def test_whether_there_are_objects_is_found_without_fetching_any() -> None:
    store = Store([1] * 3)
    assert bucket(store).holds_any()
    assert not bucket(Store([])).holds_any()
    assert store.asked == []
