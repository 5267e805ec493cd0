"""Write the assembly of every app to build/assemblies/<app>/, as the CDK CLI would: `tools/synth.py [APP ...]`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "apps"
ASSEMBLIES = ROOT / "build" / "assemblies"


def app_names() -> list[str]:
    return sorted(file.parent.name for file in APPS.glob("*/app.py"))


def environment(outdir: Path) -> dict[str, str]:
    """What the CDK CLI hands to an app: where the assembly goes, and the context of cdk.json."""
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "CDK_OUTDIR": str(outdir), "CDK_CONTEXT_JSON": json.dumps(context)}


def synthesize(name: str) -> int:
    outdir = ASSEMBLIES / name
    shutil.rmtree(outdir, ignore_errors=True)
    command = [sys.executable, "-m", f"apps.{name}.app"]
    return subprocess.run(command, cwd=ROOT, env=environment(outdir)).returncode


def main(names: list[str]) -> int:
    known = app_names()
    if unknown := set(names) - set(known):
        print(f"synth: no app {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in names or known:
        if code := synthesize(name):
            print(f"synth: {name} failed", file=sys.stderr)
            return code
        print(f"synth: {(ASSEMBLIES / name).relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
