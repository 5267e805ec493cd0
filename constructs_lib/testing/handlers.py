"""Find the code of a function that a template defines, and load it."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from constructs_lib.graph import ResourceView

Handler = Callable[[dict[str, Any], Any], Any]
TEMPLATE, ASSETS = ".template.json", ".assets.json"
"""How the names of a template and of its list of assets end."""
GIVE = "pass handler="


def find_handler(function: ResourceView | None, template: object) -> Handler:
    """Load the handler of a Python function: its code stands in the template, or in a folder of the cloud assembly.

    Args:
        function: the function, or `None` where the template does not hold it.
        template: the path of the template, or what else it was given as.

    Raises:
        ValueError: the code is not there, or is no Python.
        Exception: whatever the code raises when it is loaded.
    """
    if function is None:
        raise ValueError(f"the template does not hold the function of the transform; {GIVE}")
    if not (function["Runtime"].text or "").startswith("python"):
        raise ValueError(f"{function.id} is no Python function; {GIVE} with one that answers the same")
    module, _, name = (function["Handler"].text or "").rpartition(".")
    if function["Code.ZipFile"].exists:
        scope: dict[str, Any] = {"__name__": module}
        exec(compile(function["Code.ZipFile"].text or "", f"{function.id}.py", "exec"), scope)  # noqa: S102  the user's own code
        return member(scope, name, function)
    folder = asset_of(function, template)
    if folder is None:
        raise ValueError(f"the code of {function.id} does not stand beside the template; {GIVE}")
    with imports_from(folder):
        return member(vars(importlib.import_module(module.replace("/", "."))), name, function)


def member(scope: Mapping[str, Any], name: str, function: ResourceView) -> Handler:
    """Take the handler out of its module."""
    if not callable(scope.get(name)):
        raise ValueError(f"the code of {function.id} has no {name}; correct its Handler")
    found: Handler = scope[name]
    return found


def asset_of(function: ResourceView, template: object) -> Path | None:
    """Find the folder of the code, by the list of assets that the CDK writes beside the template."""
    if isinstance(template, Mapping) or not str(template).endswith(TEMPLATE):
        return None
    listed = Path(str(template).removesuffix(TEMPLATE) + ASSETS)
    files = json.loads(listed.read_text("utf-8")).get("files", {}) if listed.is_file() else {}
    name = Path(function["Code.S3Key"].text or "").stem
    folder = listed.parent / files.get(name, {}).get("source", {}).get("path", "absent")
    return folder if folder.is_dir() else None


@contextmanager
def imports_from(folder: Path) -> Iterator[None]:
    """Let modules be imported from a folder, forget those again, and write nothing beside them: it is to be deployed.

    Two functions may each have an `index`.
    """
    before, writes_none = set(sys.modules), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes_none
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if Path(origin).is_relative_to(folder):
                del sys.modules[name]
