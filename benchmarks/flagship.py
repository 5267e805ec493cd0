"""What people wait for: `check` on the synthesized flights pipeline and the import of the policy, as whole processes.

`cloudformation-validate` and cfn-lint run their generic rules beside; what they do more of stands in
`benchmarks.checking`.
"""

from __future__ import annotations

import statistics
import sys

from benchmarks.checking import ALONE, BIN, ROOT
from benchmarks.timing import machine, run_in_turn

TEMPLATE = ROOT / "build" / "assemblies" / "flights" / "Flights.template.json"
ROUNDS = 7


def run() -> None:
    """Measure and print."""
    print("the flights pipeline, whole process")
    print(f"  on {machine('cloudformation-validate', 'cfn-lint')}")
    template = str(TEMPLATE)
    commands = {
        "import constructs_lib.policy": [sys.executable, "-c", "import constructs_lib.policy"],
        "check --no-schema": [str(BIN / "kinesis-constructs"), "check", "--no-schema", template],
        "check": [str(BIN / "kinesis-constructs"), "check", template],
        "cloudformation-validate": [sys.executable, "-c", ALONE, template],
        "cfn-lint, one region": [str(BIN / "cfn-lint"), "--regions", "us-east-1", "--", template],
    }
    runs = run_in_turn(commands, ROUNDS)
    base = statistics.median(done.seconds for done in runs["check"])
    for name, measured in runs.items():
        seconds = sorted(done.seconds for done in measured)
        median = statistics.median(seconds)
        print(f"  {name:<29} {median:.3f} s ({seconds[0]:.3f} to {seconds[-1]:.3f})  {median / base:5.2f} of check")


if __name__ == "__main__":
    run()
