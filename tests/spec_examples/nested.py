"""Examples of keywords below a keyword."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def below(keyword: str, examples: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {f"{keyword}.{name}".removesuffix("."): pair for name, pair in examples.items()}
