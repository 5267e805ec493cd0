from __future__ import annotations

import io
from collections import Counter

import pytest
from rich.console import Console

from apps.flights.demo.accounting import Account, FailedFlight, LakeObject
from apps.flights.demo.report import show
from apps.flights.demo.screen import Screen
from apps.flights.demo.summary import Summary
from constructs_lib.operate import ProducerReport


def console(*, terminal: bool = False) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=100, color_system=None)


def text(shown: Console) -> str:
    assert isinstance(shown.file, io.StringIO)
    return shown.file.getvalue()


def test_a_step_is_two_plain_lines_where_there_is_no_terminal():
    screen = Screen(console())
    with screen.step("send", "Send 10 flights", total=10) as step:
        step.advance(5, "half")
        step.result = "1 request"
    first, last = text(screen.console).splitlines()
    assert first == "… Send 10 flights"
    assert last.startswith("✓ Send 10 flights ")
    assert last.endswith(" s · 1 request")
    assert list(screen.seconds) == ["send"]


def test_a_step_shows_its_progress_live_on_a_terminal():
    screen = Screen(console(terminal=True))
    with screen.step("send", "Send 10 flights", total=10) as step:
        step.advance(5, "half of them")
    assert "5/10" in text(screen.console)
    assert "half of them" in text(screen.console)


def test_a_step_that_fails_is_not_called_done():
    screen = Screen(console())
    with pytest.raises(RuntimeError), screen.step("send", "Send 10 flights"):
        raise RuntimeError
    assert "✓" not in text(screen.console)
    assert screen.seconds == {}


def summary(*, handled: int) -> Summary:
    objects = (
        LakeObject("flights/carrier=UA/day=2013-01-19/1.gz", 1500, Counter(a=1, b=1)),
        LakeObject("flights/carrier=OO/day=2013-01-19/1.gz", 300, Counter(c=1)),
    )
    account = Account(
        sent=frozenset("abcd"),
        objects=objects,
        failed=(FailedFlight("d", "Lambda.ProcessingFailedStatus", "never departed"),),
        transform=Counter(),
        consumer=Counter(Handled=handled, Late=2),
    )
    return Summary(
        account=account, producer=ProducerReport(sent=4), steps={"send": 1.0, "wait": 3.0}, pipeline_seconds=4.0
    )


def test_the_report_says_where_every_flight_is():
    shown = console()
    show(summary(handled=4), shown)
    lines = [" ".join(line.split()) for line in text(shown).splitlines()]
    assert "In the lake: 2 objects, 1.8 kB" in lines
    assert any(line.startswith("UA 1 1.5 kB 1.5 kB 2 █") for line in lines)
    assert "never departed Lambda.ProcessingFailedStatus 1" in lines
    assert "late 2" in lines
    assert any("4 sent = 3 delivered + 0 dropped + 1 failed" in line for line in lines)
    assert any("0 lost · 0 doubled" in line for line in lines)
    assert any("1 records/s" in line for line in lines)


def test_the_report_names_what_does_not_add_up():
    shown = console()
    show(summary(handled=3), shown)
    assert "4 were sent, but the consumer saw 3" in text(shown)
