"""Write the assembly of every app to build/assemblies/<app>/, as the CDK CLI would."""

from __future__ import annotations

import argparse
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


def synthesize(name: str, outdir: Path) -> int:
    shutil.rmtree(outdir, ignore_errors=True)
    command = [sys.executable, "-m", f"apps.{name}.app"]
    return subprocess.run(command, cwd=ROOT, env=environment(outdir)).returncode


def main() -> int:
    known = app_names()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("apps", nargs="*", metavar="APP", help=f"one of {', '.join(known)}; all by default")
    parser.add_argument("--output", type=Path, default=ASSEMBLIES, help="folder of the assemblies (%(default)s)")
    options = parser.parse_args()
    if unknown := set(options.apps) - set(known):
        parser.error(f"no app {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in options.apps or known:
        outdir = options.output.resolve() / name
        if code := synthesize(name, outdir):
            print(f"synth: {name} failed", file=sys.stderr)
            return code
        print(f"synth: {outdir}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
