"""How long `kinesis-constructs check` takes on the synthesized flights pipeline, as a whole process.

The others do other things: cfn-lint runs some 300 generic rules and schemas, `cloudformation-validate` the same kind in
Rust; neither looks at relations between Kinesis settings. `check` runs the policy and, unless told otherwise, AWS's
engine beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timing import machine, time_in_turn

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "build" / "assemblies" / "flights" / "Flights.template.json"
TOOLS = ROOT / ".venv" / "bin"
ENGINE = "import sys; from cloudformation_validate import CompositeEngine as E; E().validate_template(sys.argv[1])"


def run() -> None:
    """Measure and print."""
    print(f"check on {TEMPLATE.relative_to(ROOT)}")
    print(f"  on {machine('cloudformation-validate', 'cfn-lint')}")
    if not TEMPLATE.exists():
        print("  not synthesized yet: run make synth first", file=sys.stderr)
        sys.exit(2)
    timings = time_in_turn(
        {
            "import constructs_lib.policy": [sys.executable, "-c", "import constructs_lib.policy"],
            "check --no-schema": [str(TOOLS / "kinesis-constructs"), "check", "--no-schema", str(TEMPLATE)],
            "check": [str(TOOLS / "kinesis-constructs"), "check", str(TEMPLATE)],
            "cloudformation-validate alone": [sys.executable, "-c", ENGINE, str(TEMPLATE)],
            "cfn-lint": [str(TOOLS / "cfn-lint"), str(TEMPLATE)],
        }
    )
    base = timings["check"].median
    for name, timing in timings.items():
        print(f"  {name:<30} {timing}  {timing.median / base:5.2f} of check")


if __name__ == "__main__":
    run()
