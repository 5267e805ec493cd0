"""Commands that people read are ones that the command line takes."""

from __future__ import annotations

import contextlib
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_lib.cli.main import COMMANDS, command_parser, load

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "apps").rglob("*.md"),
    *(ROOT / "constructs_lib").rglob("*.md"),
]
SHOWN = re.compile(r"^(?:\$ |  )?(?:cat \S+ \| )?kinesis-constructs ([a-z][^\n]*)$", re.MULTILINE)
FENCE = re.compile(r"^```(?:console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown() -> Iterator[tuple[str, str]]:
    for page in sorted(PAGES):
        for fence in FENCE.findall(page.read_text("utf-8")):
            for line in SHOWN.findall(fence):
                yield str(page.relative_to(ROOT)), line
    for name in COMMANDS:
        for line in SHOWN.findall(importlib.import_module(f"constructs_lib.cli.{name}").__doc__ or ""):
            yield f"{name} --help", line


EXAMPLES = sorted(set(shown()))


def test_every_command_shows_itself_in_its_help() -> None:
    assert {line.split()[0] for place, line in EXAMPLES if place.endswith("--help")} == set(COMMANDS)


@pytest.mark.parametrize(("place", "line"), EXAMPLES, ids=lambda text: text)
def test_a_command_of_the_docs_is_taken(place: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    with contextlib.redirect_stderr(None):
        parsed = vars(command_parser(words[0], load(words[0])).parse_args(words[1:]))
    assert parsed, place
