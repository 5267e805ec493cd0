"""Every id that a report, a test or a page shows can be looked up; the derived pages hold one for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_lib.policy.explanations import explanations
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.rule import Rule

ROOT = Path(__file__).resolve().parents[2]
ID = re.compile(r"[A-Z]{3,4}\d{3}")
NO_IDS = frozenset({"AES128", "AES256", "SHA256", "SHA512"})
"""What looks like an id, and is the name of something else."""
EXAMPLES = frozenset({"TEAM", "ACME"})
"""Families of rules that users write."""
EXPLAINED = {rule.id: rule for rule in explanations()}


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def unexplained(texts: Iterator[str]) -> set[str]:
    found = {text for text in texts if text.rstrip("0123456789") not in EXAMPLES}
    return found - NO_IDS - EXPLAINED.keys()


def test_every_id_in_the_code_is_explained() -> None:
    files = sorted((ROOT / "constructs_lib").rglob("*.py"))
    written = (text for file in files for text in constants(file) if ID.fullmatch(text))
    assert unexplained(written) == set()


def test_every_id_in_the_docs_is_explained() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = (name for page in pages for name in re.findall(rf"\b{ID.pattern}\b", page.read_text("utf-8")))
    assert unexplained(named) == set()


def test_no_two_explanations_share_an_id_or_a_name() -> None:
    rules = list(explanations())
    assert len({rule.id for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def test_only_the_form_of_a_finding_makes_one() -> None:
    """A finding with an id of its own would be one that nothing explains."""
    for path in (ROOT / "constructs_lib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Finding.__name__:
                named = {each.arg: each.value for each in node.keywords}
                assert not isinstance(named.get("rule"), ast.Constant), f"{path}:{node.lineno}: make a notice of it"


@pytest.mark.parametrize("rule", EXPLAINED.values(), ids=EXPLAINED.keys())
def test_an_explanation_says_why_and_what_to_do(rule: Rule) -> None:
    assert all((rule.name, rule.title, rule.why, rule.fix, rule.source))
