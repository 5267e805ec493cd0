from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_derived_pages_are_in_step_with_the_code() -> None:
    command = [sys.executable, "tools/docs.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "constructs_lib/cdk/README.md")),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "apps").rglob("*.md"),
]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_of_the_docs_leads_somewhere() -> None:
    for page in PAGES:
        for target, anchor in LINK.findall(page.read_text("utf-8")):
            there = (page.parent / target).resolve() if target else page
            assert there.exists(), f"{page.relative_to(ROOT)} links to {target}"
            assert not anchor or anchor in anchors(there), f"{page.relative_to(ROOT)} links to {target}#{anchor}"


def test_every_page_of_the_docs_is_linked() -> None:
    linked = {(page.parent / target).resolve() for page in PAGES for target, _ in LINK.findall(page.read_text("utf-8"))}
    assert [str(page) for page in (ROOT / "docs").rglob("*.md") if page not in linked] == []


def test_every_make_target_of_the_readme_exists() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text("utf-8")))
    assert named
    assert named <= set(targets)
