from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
TOOLS = [ROOT / ".venv" / "bin", ROOT / "node_modules" / ".bin"]

CHANGES_WHAT_IS_PRINTED = (
    "CI",
    "BUILD_NUMBER",
    "GITHUB_ACTIONS",
    "PYTEST_ADDOPTS",
    "FORCE_COLOR",
    "PY_COLORS",
    "NO_COLOR",
)

for variable in CHANGES_WHAT_IS_PRINTED:
    os.environ.pop(variable, None)
os.environ["PATH"] = os.pathsep.join([*map(str, TOOLS), os.environ.get("PATH", "")])
os.environ.setdefault("KINESIS_CONSTRUCTS_HOME", str(ROOT / ".tools"))
os.environ["CDK_VALIDATION"] = "false"  # before anything imports aws_cdk, whose own engine takes seconds to start
os.environ["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "1"
sys.path.insert(0, str(ROOT))

settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False, print_blob=True)
settings.load_profile("same")
