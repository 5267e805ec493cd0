"""A distributed map, run as Step Functions' guide describes it: the part of it that the local AWS leaves out.

The local AWS reads the objects, but batches nothing, tolerates nothing and writes no results. Here the Map state of a
definition is read field by field; its child workflows are executions of the local AWS. A field that is not known here
is refused, so that no test passes because it was overlooked.

Source: Step Functions Developer Guide: Distributed Map state, ItemReader, ItemSelector, ItemBatcher, ResultWriter,
Tolerated failure threshold, Redriving Map Runs; read 2026-11-21.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

KNOWN = {
    *("Type", "Label", "MaxConcurrency", "ToleratedFailurePercentage", "ItemReader", "ItemSelector", "ItemBatcher"),
    *("ItemProcessor", "ResultWriter", "ResultPath", "Next", "End"),
}
EXCEEDED = "States.ExceedToleratedFailureThreshold"

Outcome = Mapping[str, Any]
Child = Callable[[str, Mapping[str, Any]], Outcome]


class Exceeded(Exception):
    """More items failed than are tolerated; the execution fails with `States.ExceedToleratedFailureThreshold`."""


@dataclass
class MapRun:
    """One run of a map, which can be redriven.

    Attributes:
        state: the Map state.
        given: its input.
        s3: a boto3 client.
        child: runs a child workflow, by name and input; answers `status`, `output`, `error` and `cause`.
        name: of the run.
        batches: the input of each child workflow.
        outcomes: by number of the batch, what became of it.
        attempts: how often it ran.
        running: the batches that are worked on.
        most_at_once: child workflows that ran at the same time, at most.
    """

    state: Mapping[str, Any]
    given: Mapping[str, Any]
    s3: Any
    child: Child
    name: str
    batches: list[dict[str, Any]] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    attempts: int = 0
    running: set[int] = field(default_factory=set)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        assert set(self.state) <= KNOWN, set(self.state) - KNOWN
        assert self.state["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
        self.batches = list(self._batches([self._selected(item) for item in self._items()]))

    def run(self) -> dict[str, Any]:
        """Run every child that has not succeeded, and write the results.

        Returns:
            What the state gives as its result.

        Raises:
            Exceeded: too many items failed. `run` again redrives those children.
        """
        self.attempts += 1
        self.outcomes = {number: one for number, one in self.outcomes.items() if self._succeeded(number)}
        waiting = [number for number in range(len(self.batches)) if number not in self.outcomes]
        with ThreadPoolExecutor(self.state["MaxConcurrency"]) as pool:
            list(pool.map(self._run_child, waiting))
        self._require_tolerated()
        return self._written()

    def _items(self) -> Iterator[dict[str, Any]]:
        reader = self.state["ItemReader"]
        assert reader["Resource"].endswith(":states:::s3:listObjectsV2")
        pages = self.s3.get_paginator("list_objects_v2").paginate(**filled(reader["Parameters"], self.given, {}))
        for page in pages:
            for found in page.get("Contents", ()):
                yield {
                    "Etag": found["ETag"],
                    "Key": found["Key"],
                    "LastModified": int(found["LastModified"].timestamp()),
                    "Size": found["Size"],
                    "StorageClass": "STANDARD",
                }

    def _selected(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return filled(self.state["ItemSelector"], self.given, {"Map": {"Item": {"Value": item}}})

    def _batches(self, items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        batcher = self.state["ItemBatcher"]
        assert set(batcher) <= {"MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"}
        given = filled(batcher["BatchInput"], self.given, {})
        batch: list[dict[str, Any]] = []
        for item in items:
            full = len(batch) == batcher["MaxItemsPerBatch"]
            if batch and (
                full or size({"BatchInput": given, "Items": [*batch, item]}) > batcher["MaxInputBytesPerBatch"]
            ):
                yield {"BatchInput": given, "Items": batch}
                batch = []
            batch.append(item)
        if batch:
            yield {"BatchInput": given, "Items": batch}

    def _run_child(self, number: int) -> None:
        if self._failed_percentage() > self.state["ToleratedFailurePercentage"]:
            return
        self.running.add(number)
        self.most_at_once = max(self.most_at_once, len(self.running))
        self.outcomes[number] = self.child(f"{self.name}-{number}-{self.attempts}", self.batches[number])
        self.running.discard(number)

    def _succeeded(self, number: int) -> bool:
        return self.outcomes.get(number, {}).get("status") == "SUCCEEDED"

    def _failed_percentage(self) -> float:
        failed = sum(
            len(self.batches[number]["Items"]) for number in tuple(self.outcomes) if not self._succeeded(number)
        )
        return 100 * failed / sum(len(batch["Items"]) for batch in self.batches)

    def _require_tolerated(self) -> None:
        if self._failed_percentage() > self.state["ToleratedFailurePercentage"]:
            raise Exceeded(EXCEEDED)

    def _written(self) -> dict[str, Any]:
        writer = self.state["ResultWriter"]
        assert writer["WriterConfig"] == {"Transformation": "COMPACT", "OutputType": "JSONL"}
        place = filled(writer["Parameters"], self.given, {})
        files: dict[str, list[dict[str, Any]]] = {}
        for status in ("FAILED", "PENDING", "SUCCEEDED"):
            found = [self._result(number) for number, one in sorted(self.outcomes.items()) if one["status"] == status]
            key = f"{place['Prefix']}/{self.name}/{status}_0.jsonl"
            body = "".join(json.dumps(result) + "\n" for result in found).encode()
            files[status] = [{"Key": key, "Size": len(body)}] if found else []
            if found:
                self.s3.put_object(Bucket=place["Bucket"], Key=key, Body=body)
        arn = f"arn:aws:states:us-east-1:000000000000:mapRun:any/{self.state['Label']}:{self.name}"
        manifest = {"DestinationBucket": place["Bucket"], "MapRunArn": arn, "ResultFiles": files}
        key = f"{place['Prefix']}/{self.name}/manifest.json"
        self.s3.put_object(Bucket=place["Bucket"], Key=key, Body=json.dumps(manifest).encode())
        return {"MapRunArn": arn, "ResultWriterDetails": {"Bucket": place["Bucket"], "Key": key}}

    def _result(self, number: int) -> Mapping[str, Any]:
        """Give what is written of a child: its output alone, or all about it where it failed."""
        one = self.outcomes[number]
        if one["status"] == "SUCCEEDED":
            output: Mapping[str, Any] = one["output"]
            return output
        return {
            "Cause": one["cause"],
            "Error": one["error"],
            "Input": json.dumps(self.batches[number]),
            "InputDetails": {"Included": True},
            "Status": one["status"],
        }


def filled(template: Mapping[str, Any], given: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """Fill a payload template from the state's input and the context object."""
    result: dict[str, Any] = {}
    for name, value in template.items():
        if name.endswith(".$"):
            root, path = (context, value.removeprefix("$$")) if value.startswith("$$") else (given, value[1:])
            found: Any = root
            for step in path.split(".")[1:]:
                found = found[step]
            result[name.removesuffix(".$")] = found
        else:
            result[name] = filled(value, given, context) if isinstance(value, Mapping) else value
    return result


def size(document: Mapping[str, Any]) -> int:
    """Measure an input, in bytes."""
    return len(json.dumps(document).encode())
