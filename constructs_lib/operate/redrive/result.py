"""What became of all batches of a redrive at scale, as one object."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from constructs_lib.operate.redrive.options import Options
from constructs_lib.operate.redrive.totals import Totals

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SUCCEEDED = "SUCCEEDED"


def begin_report(s3: S3Client, bucket: str, options: Options) -> None:
    """Write a report that says that there is none yet: what must not be written is found before anything is sent."""
    put_report(s3, bucket, options, {"run": options.run, "options": options.document(), "complete": False})


def put_report(s3: S3Client, bucket: str, options: Options, report: Mapping[str, Any]) -> None:
    """Write the report, over the one before."""
    body = json.dumps(report, indent=2).encode()
    s3.put_object(Bucket=bucket, Key=f"{options.results}report.json", Body=body, ContentType="application/json")


def write_report(s3: S3Client, bucket: str, options: Options, manifest_key: str | None) -> dict[str, Any]:
    """Add the numbers of all batches up, and write them beside the other results.

    Args:
        s3: a boto3 client.
        bucket: the failure bucket's name.
        options: of the run.
        manifest_key: of the manifest that the distributed map wrote; None where there was no object to read.

    Returns:
        What was written, as `report.json`. `read = sent + skipped + failed + unreadable` counts the
        records of the batches that came to their end; `batches_failed` those that did not, whose files tell their
        objects and the error.

    Source: Step Functions Developer Guide, ResultWriter.
    """
    totals, left_out = Totals(), Counter[str]()
    objects = kept = batches = objects_failed = 0
    files_failed: list[str] = []
    batches_failed = 0
    for status, key in result_files(s3, bucket, manifest_key):
        if status != SUCCEEDED:
            files_failed.append(f"s3://{bucket}/{key}")
        for document in documents(s3, bucket, key):
            if status == SUCCEEDED:
                output = output_of(document)
                batches += 1
                objects += output["objects"]
                kept += output["kept"]
                left_out.update(output["left_out"])
                totals.add(Totals.of(output["totals"]))
            else:
                batches_failed += 1
                objects_failed += items_of(document)
    report = {
        "run": options.run,
        "bucket": bucket,
        "options": options.document(),
        "totals": totals.document(),
        "adds_up": totals.add_up,
        "complete": not (totals.failed or totals.unreadable or batches_failed),
        "objects": {"read": objects, "left_out": dict(left_out), "in_failed_batches": objects_failed},
        "batches": batches,
        "batches_failed": batches_failed,
        "batches_failed_in": files_failed,
        "kept_objects": kept,
        "kept_in": f"s3://{bucket}/{options.results}failed/" if kept else None,
    }
    put_report(s3, bucket, options, report)
    return {**report, "report": f"s3://{bucket}/{options.results}report.json"}


def result_files(s3: S3Client, bucket: str, manifest_key: str | None) -> Iterator[tuple[str, str]]:
    """Give status and key of each file that a manifest names."""
    if manifest_key is None:
        return
    manifest = json.loads(s3.get_object(Bucket=bucket, Key=manifest_key)["Body"].read())
    for status, files in manifest["ResultFiles"].items():
        for file in files:
            yield status, file["Key"]


def documents(s3: S3Client, bucket: str, key: str) -> Iterator[dict[str, Any]]:
    """Read a file line after line, or as one array: which of both batches that failed have, the guide does not say."""
    for line in s3.get_object(Bucket=bucket, Key=key)["Body"].iter_lines():
        if line.strip():
            document = json.loads(line)
            yield from document if isinstance(document, list) else [document]


def output_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read what a batch returned, with or without what Step Functions says about its execution."""
    output = document.get("Output", document)
    found: Mapping[str, Any] = json.loads(output) if isinstance(output, str) else output
    return found


def items_of(document: Mapping[str, Any]) -> int:
    """Count the objects of a batch that did not come to its end."""
    try:
        return len(json.loads(document["Input"])["Items"])
    except (KeyError, TypeError, ValueError):
        return 0
