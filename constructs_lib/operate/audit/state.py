"""What a service says is wrong by itself: a setting that failed, a mapping whose function fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.operate.audit.shapes import Answer
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.audits import STATE
from constructs_lib.policy.notices.notice import tell

HINT = "state"
"""Where a definition keeps it."""
FAILED, PROBLEM = "_FAILED", "PROBLEM"
"""How a status ends, and how the last result of a mapping begins (assumed: Lambda's model names no values)."""


def delivery_state(answer: Answer) -> list[str]:
    """What is wrong with a delivery stream, or with its encryption."""
    encryption = answer.get("DeliveryStreamEncryptionConfiguration") or {}
    parts = (
        ("status", answer, answer.get("DeliveryStreamStatus")),
        ("encryption", encryption, encryption.get("Status")),
    )
    return [f"{name} is {status}{reason(part)}" for name, part, status in parts if str(status).endswith(FAILED)]


def reason(part: Answer) -> str:
    """Say why, where the service does."""
    told: dict[str, Any] = part.get("FailureDescription") or {}
    said = ": ".join(str(told[name]) for name in ("Type", "Details") if told.get(name))
    return f": {said}" if said else ""


def mapping_state(answer: Answer) -> list[str]:
    """What came of the last records that a mapping handed over."""
    result = str(answer.get("LastProcessingResult") or "")
    return [f"its last result is {result}"] if result.startswith(PROBLEM) else []


def state_findings(definitions: Iterable[Definition]) -> Iterator[Finding]:
    """Name what the services say is wrong."""
    for definition in definitions:
        for text in definition.hints.get(HINT, ()):
            yield tell(STATE, text, resource=definition.id, resource_type=definition.type)
