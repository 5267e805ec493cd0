"""Read the jq queries with which Firehose extracts partition keys."""

from __future__ import annotations

import re
from functools import lru_cache
from types import ModuleType

REMOVED_SINCE_1_6 = ("leaf_paths/0", "recurse_down/0", "pow10/0")
"""Functions of jq 1.6, which Firehose runs, that later releases of the library do not know."""
ENTRY = re.compile(r"\s*(?:\"(?P<quoted>[^\"\\]*)\"|(?P<plain>[A-Za-z_]\w*))\s*(?::|$)")
OPENING, CLOSING = "([{", ")]}"
PATH = re.compile(r"(?:\.[A-Za-z_]\w*|\.?\[(?:\d+|\"[^\"\\]*\")?\])+")


@lru_cache(maxsize=256)
def syntax_error(query: str) -> str | None:
    """Compile a query, once: it takes milliseconds, and delivery streams of one app often share theirs.

    Returns:
        Why jq does not understand it, in one line; `None` when it does.

    Raises:
        ImportError: the jq library is not installed.
    """
    try:
        library().compile(query)
    except ValueError as error:
        first = str(error).splitlines()[0].removeprefix("jq: error: ")
        return None if first.startswith(REMOVED_SINCE_1_6) else first.partition(" at <top-level>")[0]
    return None


def library() -> ModuleType:
    """Load the binding of jq when it is needed: few templates hold a query, and every command would pay for it.

    Raises:
        ImportError: it is not installed.
    """
    import jq

    return jq  # type: ignore[no-any-return]


def query_keys(query: str) -> list[str] | None:
    """The keys of a jq object construction, such as `{carrier: .carrier, day: .day[0:10]}`.

    Returns:
        `None` when the query is no plain object construction with plain keys.
    """
    text = query.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    entries = split_entries(text[1:-1])
    keys = [ENTRY.match(entry) for entry in entries or ()]
    if entries is None or not all(keys):
        return None
    return [found["quoted"] or found["plain"] for found in keys if found is not None]


def makes_no_object(query: str) -> bool:
    """Tell whether a query is a bare path, such as `.carrier`, or makes an array or text: there are no keys to read."""
    text = query.strip()
    if PATH.fullmatch(text) is not None:
        return True
    for opening, closing in ("[]", '""'):
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
            inner = text[1:-1]
            return '"' not in inner if opening == '"' else split_entries(inner) is not None
    return False


def split_entries(text: str) -> list[str] | None:
    """Split at the commas that are in no bracket and in no string; `None` when the brackets do not match."""
    entries, depth, quoted, start = [], 0, False, 0
    skip = False
    for position, character in enumerate(text):
        if skip:
            skip = False
        elif quoted and character == "\\":
            skip = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
            if depth < 0:
                return None
        elif character == "," and depth == 0:
            entries.append(text[start:position])
            start = position + 1
    last = text[start:]
    return [*entries, last] if last.strip() else entries
