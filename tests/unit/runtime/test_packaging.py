from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import constructs_lib

PACKAGE = Path(constructs_lib.__file__).parent


def test_the_runtime_works_from_a_copy_of_itself_and_the_lambda_limits(tmp_path):
    """What an asset holds is enough: no other room, no installed package."""
    target = tmp_path / "constructs_lib"
    for name in ("runtime", "limits"):
        shutil.copytree(PACKAGE / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "[!l]*.json"))
    shutil.copy(PACKAGE / "__init__.py", target)
    program = (
        "import json, sys, constructs_lib.runtime as runtime; "
        "ours = [name for name in sys.modules if name.startswith('constructs_lib.')]; "
        "rooms = sorted({'.'.join(name.split('.')[:2]) for name in ours}); "
        "print(json.dumps([runtime.__file__, rooms]))"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {program}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={})
    file, rooms = json.loads(done.stdout)
    assert Path(file).is_relative_to(tmp_path)
    assert rooms == ["constructs_lib.limits", "constructs_lib.runtime"]
