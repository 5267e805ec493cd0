"""How long checking takes, beside cfn-lint and `cloudformation-validate`, on templates of 11 to 5,000 resources.

`--all` measures cfn-lint on 5,000 resources, too, which takes minutes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

from benchmarks.in_process import TOOLS
from benchmarks.templates import write_folder, write_template
from benchmarks.timing import Run, machine, run_in_turn

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SIZES = (11, 110, 385, 5000)
LARGE = 1000
TEMPLATES = 1000
ROUNDS, ROUNDS_OF_LARGE = 5, 2
SECONDS, PROCESSOR, PEAK = attrgetter("seconds"), attrgetter("processor_seconds"), attrgetter("peak_mb")
OURS, BOTH, ENGINE, LINT = TOOLS
ALONE = "import sys; from cloudformation_validate import CompositeEngine as E; E().validate_template(sys.argv[1])"
WHAT = """\
the tools do different things:
  check --no-schema        the policy: limits and the relations between resources, for streams and what is around them
  cloudformation-validate  AWS's engine in Rust: the schemas of every resource type and generic rules, no relations
  check                    both, merged into one report
  cfn-lint                 some 300 generic rules and schemas in Python; it knows every region and service
templates: pipelines of stream, bucket, role, delivery stream and alarm, without errors; cloudformation-validate and
check print advice about most of their resources"""


def run(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    print("checking templates")
    print(f"  on {machine('cloudformation-validate', 'cfn-lint')}")
    print(WHAT)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        templates = {size: str(write_template(folder, size)) for size in SIZES}
        everything = "--all" in arguments
        print(f"\nwhole process, median seconds{header()}")
        whole = {size: measure(size, whole_process(path), everything) for size, path in templates.items()}
        print(f"\nin process, first check without imports, median seconds{header()}")
        for size, path in templates.items():
            measure(size, in_process(path), everything)
        print(f"\nwhole process, median seconds of processor time, which a busy machine stretches less{header()}")
        for size, runs in whole.items():
            print(row(size, {name: median_of(found, PROCESSOR) for name, found in runs.items()}))
        memory(whole)
        many(write_folder(folder / "many", TEMPLATES, SIZES[0]))


def whole_process(path: str) -> dict[str, list[str]]:
    """The command of each tool."""
    ours = str(BIN / "kinesis-constructs")
    return {
        OURS: [ours, "check", "--no-schema", path],
        BOTH: [ours, "check", path],
        ENGINE: [sys.executable, "-c", ALONE, path],
        LINT: [str(BIN / "cfn-lint"), path],
    }


def in_process(path: str) -> dict[str, list[str]]:
    """A process for each tool that prints how long the check took within it."""
    return {tool: [sys.executable, "-m", "benchmarks.in_process", tool, path] for tool in TOOLS}


def measure(size: int, commands: dict[str, list[str]], everything: bool) -> dict[str, list[Run]]:
    """Measure every tool on one template, and print a row."""
    if size > LARGE and not everything:
        commands = {name: command for name, command in commands.items() if name != LINT}
    runs = run_in_turn(commands, ROUNDS_OF_LARGE if size > LARGE else ROUNDS)
    print(row(size, {name: statistics.median(map(seconds_of, found)) for name, found in runs.items()}), flush=True)
    return runs


def seconds_of(run: Run) -> float:
    """The seconds that a process printed, or else those that it took."""
    try:
        return float(run.output)
    except ValueError:
        return run.seconds


def header() -> str:
    """The heads of the columns."""
    names = "".join(f"{name:>25}" for name in TOOLS)
    return f"\n  {'resources':>9}{names}   no-schema/engine  both/engine  cfn-lint/no-schema"


def row(size: int, medians: Mapping[str, float]) -> str:
    """The row of one size."""
    cells = "".join(f"{medians[name]:>25.3f}" if name in medians else f"{'-':>25}" for name in TOOLS)
    lint = f"{medians[LINT] / medians[OURS]:>20.1f}" if LINT in medians else f"{'-':>20}"
    engine = medians[ENGINE]
    return f"  {size:>9,}{cells}{medians[OURS] / engine:>19.2f}{medians[BOTH] / engine:>13.2f}{lint}"


def median_of(runs: Sequence[Run], measured: Callable[[Run], float]) -> float:
    """The median of one thing that was measured of each run."""
    return statistics.median(map(measured, runs))


def memory(whole: Mapping[int, Mapping[str, Sequence[Run]]]) -> None:
    """Print the memory of the whole processes."""
    print("\nmemory of the whole process: the most that is resident at once, 10^6 bytes")
    for size, runs in whole.items():
        held = ", ".join(f"{name} {median_of(found, PEAK):.0f}" for name, found in runs.items())
        print(f"  {size:>9,}  {held}")


def many(folder: Path) -> None:
    """Measure a folder of many templates, and how many processors are at work."""
    command = [str(BIN / "kinesis-constructs"), "check", "--no-schema", str(folder)]
    runs = run_in_turn({OURS: command}, ROUNDS_OF_LARGE)[OURS]
    seconds = median_of(runs, SECONDS)
    busy = statistics.median(run.processor_seconds / run.seconds for run in runs)
    print(f"\na folder of {TEMPLATES:,} templates of {SIZES[0]} resources: {seconds:.2f} s, {busy:.1f} processors busy")


if __name__ == "__main__":
    run(sys.argv[1:])
