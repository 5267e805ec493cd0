"""Run checkov on templates, offline, in an environment of its own: its dependencies contradict those of this project.

The environment is made when it is missing, from `requirements/checkov.txt`; findings are printed as JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements" / "checkov.txt"
TOOLS = ROOT / ".tools"
NOWHERE = "http://127.0.0.1:9"
# Without an account it fetches nothing; where a release would, there is nobody to answer.
OFFLINE = {"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "http_proxy": NOWHERE, "https_proxy": NOWHERE}
OPTIONS = ("--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json")


def environment() -> Path:
    """Give the folder of the environment, made if it is missing."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = TOOLS / f"checkov-{digest}"
    if folder.exists():
        return folder
    TOOLS.mkdir(exist_ok=True)
    uv = (
        shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])) or "uv"
    )
    making = Path(tempfile.mkdtemp(prefix="checkov-", dir=TOOLS))
    try:
        _run([uv, "venv", "--quiet", "--relocatable", "--allow-existing", "--python", sys.executable, str(making)])
        python = str(making / "bin" / "python")
        _run([uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(REQUIREMENTS)])
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder


def findings(folder: Path) -> list[dict[str, str]]:
    """Give what checkov finds in the templates of a folder: `rule`, `where` (stack and logical id) and `name`.

    Raises:
        RuntimeError: it could not be installed or run, or could not read a template.
    """
    python = environment() / "bin" / "python"
    with tempfile.TemporaryDirectory() as templates:
        for file in sorted(folder.glob("*.template.json")):
            shutil.copy(file, Path(templates) / file.name.replace(".template.json", ".json"))
        command = [str(python), "-m", "checkov.main", "--directory", templates, "--soft-fail", *OPTIONS]
        report = json.loads(_run(command, env={**os.environ, **OFFLINE}))
    if report["summary"]["parsing_errors"]:
        raise RuntimeError(f"checkov could not read {report['results']['parsing_errors']}")
    return [
        {
            "rule": found["check_id"],
            "where": f"{Path(found['file_path']).stem}/{found['resource'].partition('.')[2]}",
            "name": found["check_name"],
        }
        for found in report["results"]["failed_checks"]
    ]


def _run(command: list[str], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="templates, such as build/assemblies/gallery")
    json.dump(findings(parser.parse_args().folder), sys.stdout, indent=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
