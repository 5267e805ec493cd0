"""`python -m benchmarks.in_process TOOL FILE`: check a template within this process, and print the seconds it took.

The first check counts with everything that a tool prepares once (its rules, its schemas), but without its imports.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path


def policy(path: str) -> Callable[[], object]:
    """The policy without schemas."""
    import cloudformation_validate  # noqa: F401  imported on first use, and not what is measured

    from constructs_lib.policy import check

    return lambda: check(path, schema=False)


def policy_and_schema(path: str) -> Callable[[], object]:
    """The policy with AWS's engine beside it."""
    import cloudformation_validate  # noqa: F401  imported on first use, and not what is measured

    from constructs_lib.policy import check

    return lambda: check(path)


def cloudformation_validate(path: str) -> Callable[[], object]:
    """AWS's engine alone."""
    from cloudformation_validate import CompositeEngine

    return lambda: CompositeEngine().validate_template(path)


def cfn_lint(path: str) -> Callable[[], object]:
    """cfn-lint as a library."""
    from cfnlint.api import lint

    return lambda: lint(Path(path).read_text(encoding="utf-8"), regions=["us-east-1"])


TOOLS = {
    "check --no-schema": policy,
    "check": policy_and_schema,
    "cloudformation-validate": cloudformation_validate,
    "cfn-lint": cfn_lint,
}


def main(tool: str, path: str) -> None:
    """Check once, and print the seconds."""
    check = TOOLS[tool](path)
    start = time.perf_counter()
    check()
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(*sys.argv[1:])
