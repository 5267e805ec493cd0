"""Records through every delivery stream of the gallery: each arrives, or it is said why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aws_cdk import App

from apps.gallery.app import stacks
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.testing import NotCompliant, assert_delivers, synthesize
from constructs_lib.testing.stacks import source_of, view_of

FLIGHT = {"carrier": "UA", "flight": 1545, "day": "2013-01-01"}
MOST = 2 / 3


def build() -> App:
    app = App()
    stacks(app)
    return app


def deliveries() -> Iterator[tuple[Path, str]]:
    for template in synthesize(build).values():
        for stream in view_of(source_of(template)).of_type(DELIVERY_STREAM):
            yield template, stream.id


def test_a_record_arrives_or_a_sentence_says_why_not():
    arrived, said = [], {}
    for template, stream in deliveries():
        try:
            arrived.append(assert_delivers(template, [FLIGHT], logical_id=stream))
        except (NotCompliant, ValueError) as reason:
            said[stream] = str(reason)
    assert len(arrived) > MOST * (len(arrived) + len(said)), said
    assert all(said.values())
    assert any(each.requests for each in arrived)
    assert any(each.handed for each in arrived)
    assert any(len(each) for each in arrived)
