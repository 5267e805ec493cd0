"""Start MiniStack with what it lacks. Run by MiniStack's own Python as `python -P start.py`.

The environment of this Python holds MiniStack and not this library. Only `constructs_lib` is made importable, not the
folder it stands in, which may hold other versions of what MiniStack pins; and not through PYTHONPATH, which the Lambda
functions would inherit, so that one that forgot to bring its modules would work here and fail on AWS.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

NAME = "constructs_lib"


def make_importable() -> None:
    """Load the package from the folder this file stands in."""
    package = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location(
        NAME, package / "__init__.py", submodule_search_locations=[str(package)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no package in {package}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    make_importable()
    from constructs_lib.local.launcher.run import main

    main()
