"""The templates of the last release, kept in the user's repository."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

TEMPLATE = ".template.json"
STORE = "pytest --kinesis-release-update"


class NoRelease(LookupError):
    """No template of a stack is stored; the message says how to store it."""


class Releases:
    """Gives the template of each stack as it was released last.

    Args:
        folder: where they are kept, one file per stack: `Prod-Pipeline.template.json` for `Prod/Pipeline`.
        synth: gives the templates as they are to be deployed, by the ids of their stacks.
        update: whether these are stored as released first.

    Attributes:
        stored: what has been stored in this run.
    """

    def __init__(self, folder: Path, synth: Callable[[], Mapping[str, Path]], *, update: bool) -> None:
        self._folder = folder
        self._synth = synth
        self._update = update
        self.stored: list[Path] = []

    def __call__(self, stack: str) -> Path:
        """Find the template of a stack as it was released.

        Args:
            stack: its id, with those of its stages before it: `Prod/Pipeline`.

        Raises:
            NoRelease: none is stored.
            ValueError: the app has no such stack to store.
        """
        path = self._folder / f"{stack.replace('/', '-')}{TEMPLATE}"
        if self._update:
            self._store(stack, path)
        if not path.is_file():
            raise NoRelease(f"no release of {stack} is stored in {path.parent.name}: {STORE} stores it")
        return path

    def _store(self, stack: str, path: Path) -> None:
        templates = self._synth()
        if stack not in templates:
            raise ValueError(f"the app has no stack {stack}; it has {', '.join(templates) or 'none'}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(templates[stack].read_bytes())
        self.stored.append(path)
