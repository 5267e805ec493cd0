"""What other packs find in the gallery and may find, each with the reason in `apps/gallery/accepted.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

ACCEPTED = json.loads((Path(__file__).resolve().parents[2] / "apps" / "gallery" / "accepted.json").read_text("utf-8"))


def assert_explained(pack: str, found: Iterable[tuple[str, str]]) -> None:
    """Fail if a finding (rule, and where it is) has no reason, or a reason has no finding any more."""
    reasons = {(each["rule"], where) for each in ACCEPTED if each["pack"] == pack for where in each["where"]}
    unexplained, used = [], set()
    for rule, where in found:
        matching = {reason for reason in reasons if reason[0] == rule and fnmatchcase(where, reason[1])}
        used |= matching
        if not matching:
            unexplained.append((rule, where))
    assert not unexplained, f"{pack} finds what has no reason: {unexplained}"
    assert reasons == used, f"reasons for nothing that {pack} finds: {sorted(reasons - used)}"
