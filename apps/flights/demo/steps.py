"""The steps of the demo, each usable alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.flights.demo.accounting import Account, read_counts, read_failures, read_lake
from apps.flights.events import encode_event, partition_key
from apps.flights.functions.transform.index import flight_id
from constructs_lib.local import LocalAws
from constructs_lib.operate import Entry, Producer, ProducerReport

ROOT = Path(__file__).resolve().parents[3]
APP = "flights"
STACK = "Flights"
IDLE_TIMEOUT_SECONDS = 300.0


class DemoError(Exception):
    """A step failed; the message says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipeline:
    """The deployed stack's outputs.

    Attributes:
        stream: the data stream's name.
        lake: the bucket of delivered records.
        failures: the bucket of failed ones.
        transform_log: log group of the transform.
        consumer_log: log group of the consumer.
    """

    stream: str
    lake: str
    failures: str
    transform_log: str
    consumer_log: str


def synthesize(folder: Path) -> Path:
    """Write the app's assembly.

    Args:
        folder: of the assembly's own folder.

    Returns:
        The assembly.

    Raises:
        DemoError: the app does not synthesize.
    """
    _python("the app does not synthesize", "tools/synth.py", APP, "--output", str(folder))
    return folder / APP


def check(assembly: Path) -> str:
    """Check an assembly against the policy.

    Returns:
        The report.

    Raises:
        DemoError: the policy found something.
    """
    return _python("the policy found something", "-m", "constructs_lib", "check", str(assembly))


def find_pipeline(aws: LocalAws) -> Pipeline:
    """Read the stack's outputs."""
    (stack,) = aws.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    return Pipeline(
        stream=outputs["StreamName"],
        lake=outputs["LakeBucket"],
        failures=outputs["FailureBucket"],
        transform_log=outputs["TransformLog"],
        consumer_log=outputs["DelayWatchLog"],
    )


def send(
    aws: LocalAws,
    pipeline: Pipeline,
    events: Iterable[Mapping[str, str]],
    progress: Callable[[ProducerReport], None] | None = None,
) -> ProducerReport:
    """Put the flights into the stream."""
    entries = (Entry(encode_event(event), partition_key(event)) for event in events)
    return Producer(aws.client("kinesis"), pipeline.stream).send(entries, progress=progress)


def wait(aws: LocalAws, progress: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Wait until no record is on its way any more."""
    aws.wait_until_idle(timeout=IDLE_TIMEOUT_SECONDS, progress=progress)


def account(aws: LocalAws, pipeline: Pipeline, events: Iterable[Mapping[str, str]], report: ProducerReport) -> Account:
    """Read everything the pipeline wrote."""
    unsent = {unsent.entry.data for unsent in report.unsent}
    s3, logs = aws.client("s3"), aws.client("logs")
    return Account(
        sent=frozenset(flight_id(event) for event in events if encode_event(event) not in unsent),
        objects=read_lake(s3, pipeline.lake),
        failed=read_failures(s3, pipeline.failures),
        transform=read_counts(logs, pipeline.transform_log),
        consumer=read_counts(logs, pipeline.consumer_log),
    )


def _python(failing: str, *arguments: str) -> str:
    """Run a program of this repository, and end it with all it started when this one is interrupted."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    if process.returncode:
        raise DemoError(f"{failing}:\n{output.strip()}")
    return output
