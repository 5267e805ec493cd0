"""Deploy the flights pipeline to a local AWS, send real flights through it and account for every one.

Leaves what it found in build/demo/summary.json. Ends with 0 where every record is accounted for, with 1 where one is
not, with 2 where a step could not be done.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from apps.flights.data.sample import ROWS
from apps.flights.demo import interrupt, steps
from apps.flights.demo.report import show
from apps.flights.demo.screen import Screen, Step
from apps.flights.demo.summary import Summary
from apps.flights.events import read_events
from constructs_lib.local import LocalAws, LocalAwsError
from constructs_lib.local.deploy import bootstrap, deploy

BUFFER_SECONDS = 2.0  # of the local AWS; the stack asks for a minute
RESULTS = steps.ROOT / "build" / "demo"
EXIT_UNACCOUNTED = 1
EXIT_NOT_DONE = 2
EXIT_INTERRUPTED = 130


def main() -> int:
    """Run the demo and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m apps.flights.demo", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=ROWS, help=f"flights to send, 1 to {ROWS} (%(default)s)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of everything it writes (%(default)s)")
    options = parser.parse_args()
    if not 1 <= options.records <= ROWS:
        parser.error(f"--records must be 1 to {ROWS}")
    console = Console()
    interrupt.install()
    try:
        summary = run(options.records, options.results.resolve(), Screen(console))
    except (steps.DemoError, LocalAwsError, BotoCoreError, ClientError, OSError) as error:
        console.print(f"demo: {error}", style="red", markup=False, highlight=False)
        return EXIT_NOT_DONE
    except KeyboardInterrupt:
        console.print("demo: interrupted; everything it had started is stopped", style="yellow")
        return EXIT_INTERRUPTED
    show(summary, console)
    console.print(f"written to {options.results / 'summary.json'}", style="dim", highlight=False)
    return EXIT_UNACCOUNTED if summary.account.problems else 0


def run(records: int, results: Path, screen: Screen) -> Summary:
    """Do every step.

    Args:
        records: how many flights to send.
        results: folder of everything that is written: summary, assembly, logs.
        screen: shows the steps.

    Raises:
        DemoError: the app could not be made or the policy found something.
        LocalAwsError: the local AWS could not be started or deployed to.
        OSError: the folder cannot be written to.
    """
    results.mkdir(parents=True, exist_ok=True)
    cdk_log, summary_file = results / "cdk.log", results / "summary.json"
    for file in (cdk_log, summary_file):
        file.unlink(missing_ok=True)
    with screen.step("synth", "Synthesize the app"):
        assembly = steps.synthesize(results / "assemblies")
    with screen.step("policy", "Check it against the policy") as step:
        report = steps.check(assembly)
        (results / "policy.txt").write_text(report, encoding="utf-8")
        step.result = last_line(report).partition(";")[0]
    with screen.step("start", "Start a local AWS"):
        aws = LocalAws.start(interval_cap=BUFFER_SECONDS)
    with aws:
        with screen.step("bootstrap", "cdk bootstrap") as step:
            bootstrap(aws, log=cdk_log, progress=step.say)
        with screen.step("deploy", "cdk deploy") as step:
            deploy(aws, str(assembly), log=cdk_log, progress=step.say)
        summary = send_and_account(aws, records, screen)
    summary.write(summary_file)
    return summary


def send_and_account(aws: LocalAws, records: int, screen: Screen) -> Summary:
    """Send the flights, wait for them, and look for every one."""
    pipeline = steps.find_pipeline(aws)
    events = list(read_events(records))
    start = time.monotonic()
    with screen.step("send", f"Send {records:,} flights", total=records) as step:
        producer = steps.send(aws, pipeline, events, lambda report: step.advance(report.sent, ""))
        step.result = f"{producer.records_per_second:,.0f} records/s in {producer.requests} requests"
    with screen.step("wait", "Wait until every record is accounted for", total=records) as step:
        steps.wait(aws, lambda status: show_waiting(step, records, status))
    pipeline_seconds = time.monotonic() - start
    with screen.step("verify", "Read every object, error and log line") as step:
        account = steps.account(aws, pipeline, events, producer)
        step.result = f"{len(account.objects)} objects"
    return Summary(account=account, producer=producer, steps=screen.seconds, pipeline_seconds=pipeline_seconds)


def show_waiting(step: Step, records: int, status: dict[str, dict[str, dict[str, int]]]) -> None:
    """Show how many records the slowest part of the pipeline has still to deal with."""
    entries = (*status["delivery_streams"].values(), *status["mappings"].values())
    step.advance(records - max((entry["waiting"] for entry in entries), default=0), "")


def last_line(text: str) -> str:
    """The line that sums a report up."""
    return text.strip().rpartition("\n")[2]


if __name__ == "__main__":
    sys.exit(main())
