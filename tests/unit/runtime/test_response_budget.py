from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime.record_answer import delivery, refusal
from constructs_lib.runtime.response_budget import SEPARATOR_BYTES, ResponseBudget, growth_bytes, refusal_bytes

texts = st.text(st.characters(exclude_categories=()), max_size=8)


@given(texts, st.binary(max_size=20), st.dictionaries(texts, texts, max_size=3))
def test_what_is_measured_is_what_is_written(record_id, data, keys):
    record = {"recordId": record_id}
    assert refusal_bytes(record) == len(json.dumps(refusal(record))) + SEPARATOR_BYTES
    entry = delivery(record, data, keys)
    assert refusal_bytes(record) + growth_bytes(entry) == len(json.dumps(entry)) + SEPARATOR_BYTES


@given(st.lists(texts, min_size=1, max_size=6), st.integers(-1, 0))
def test_room_to_refuse_every_record_is_set_aside_to_the_byte(ids, missing):
    records = [{"recordId": record_id} for record_id in ids]
    refused = len(json.dumps({"records": [refusal(record) for record in records]})) + SEPARATOR_BYTES
    entry = delivery({"recordId": ""}, b"any", {})
    budget = ResponseBudget(refused + growth_bytes(entry) + missing, records)
    assert budget.admits(entry) is (missing == 0)
