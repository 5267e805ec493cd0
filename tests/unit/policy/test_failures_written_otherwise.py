"""A known failure is found, and its corrected twin left alone, in whatever way of CloudFormation they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rewritings import REWRITINGS

from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.policy import check

FOLDER = Path(__file__).resolve().parents[2] / "data" / "failures"
TEMPLATES = [path for case in sorted(FOLDER.iterdir()) for path in (case / "bad.yaml", case / "good.yaml")]
Found = set[tuple[str, str, str]]


@cache
def written(path: Path) -> str:
    return rewrite(path.read_bytes(), path.name)[0]


def found(template: dict[str, Any]) -> Found:
    report = check(template, schema=False)
    assert not report.unreadable
    return {(each.rule, each.resource, str(each.severity)) for each in report.findings if each.severity != "info"}


@cache
def plain(path: Path) -> Found:
    return found(json.loads(written(path)))


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda rewriting: rewriting.__name__)
def test_the_same_is_found_in_a_template_that_means_the_same(rewriting: Callable[[Any], Any]) -> None:
    differing = {
        str(path.relative_to(FOLDER)): plain(path) ^ other
        for path in TEMPLATES
        if (other := found(rewriting(json.loads(written(path))))) != plain(path)
    }
    assert differing == {}
