from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime import Ok, from_json, to_json_line, transform
from constructs_lib.runtime.fast_json import from_fast_json, to_fast_json_line
from tests.unit.runtime.batches import CONTEXT, delivered, firehose_event, results

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(values)
def test_it_reads_and_writes_what_python_does(value):
    written = to_fast_json_line(value)
    assert written.endswith(b"\n")
    assert from_json(written) == value
    assert from_fast_json(to_json_line(value)) == value
    assert from_fast_json(json.dumps(value).encode()) == value


def test_a_record_it_cannot_read_or_write_fails_alone():
    handler = transform(lambda n: Ok(2**70 if n == 1 else n), decode=from_fast_json, encode=to_fast_json_line)
    answer = handler(firehose_event(b"1", b"NaN", b"\xff", b"4"), CONTEXT)
    assert results(answer) == ["ProcessingFailed", "ProcessingFailed", "ProcessingFailed", "Ok"]
    assert delivered(answer) == [b"4\n"]
