"""Assert that a transform and the delivery stream that calls it fit."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from constructs_lib.graph import CannotDecide, ResourceView, View
from constructs_lib.limits import limit
from constructs_lib.policy.checker import TemplateLike, check_sources
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.assertions import ANSWERED, CALLED, GROWTH, KEYS, PROVEN, SIZE
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.profile import profile_in_force
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.reading.prefixes import LAMBDA_KEY, read_prefix
from constructs_lib.policy.rule import Rule
from constructs_lib.testing.compliance import NotCompliant
from constructs_lib.testing.invocation import listening
from constructs_lib.testing.stacks import StackLike, source_of, template_of, view_of

Handler = Callable[[dict[str, Any], Any], Mapping[str, Any]]

RESPONSE = limit("lambda-sync-response-bytes")
RESULTS = ("Ok", "Dropped", "ProcessingFailed")
TIMEOUT_AND_PERMISSION = ("KDF050", "KDF051", "KDF052", "KDF054", "KDF055", "IAM032")
"""The rules of the policy that look at a transform from the side of its delivery stream."""
UNDECLARED_GROWTH = 1.0
SAMPLE = "sample-"


def assert_fits(
    delivery_stream: TemplateLike | StackLike,
    handler: Handler,
    samples: Sequence[Any],
    *,
    logical_id: str | None = None,
    output_growth: float | None = None,
) -> None:
    """Call a transform with samples, and compare what it answers with what its delivery stream expects.

    Every record is answered once and in order; each `Ok` carries the keys that the prefix uses and no others; the
    bytes answered for those stay within the declared growth, and the answer within what Lambda passes on. Where the
    template holds the function and the role, the timeout and the permission to invoke are checked, too.

    Example:
        >>> from constructs_lib.runtime import Ok, transform
        >>> handler = transform(lambda event: Ok({"id": event["id"]}, {"day": event["day"]}))
        >>> template = "cdk.out/Orders.template.json"
        >>> assert_fits(template, handler, [{"id": 1, "day": "monday"}])  # doctest: +SKIP

    Args:
        delivery_stream: a stack or template as `assert_compliant` takes it, or the properties of one delivery stream.
        handler: the Lambda handler, called in this process.
        samples: what the records hold: bytes as they are, all else as JSON. At least one has to be answered `Ok`.
        logical_id: which delivery stream is meant, where the template holds several; or the path of its construct, such
            as `Ingest/ToLake`, or the end of it.
        output_growth: bytes answered per byte received; by default what the template declares, or 1.0.

    Raises:
        NotCompliant: they do not fit; the message lists all findings.
        ValueError: there are no samples, or the template does not hold the one delivery stream that is meant.
    """
    __tracebackhide__ = True
    if not samples:
        raise ValueError("give at least one sample")
    template = as_template(template_of(delivery_stream))
    source = source_of(template)
    stream = the_stream(view_of(source), logical_id)
    payloads = [sample if isinstance(sample, bytes) else json.dumps(sample).encode() for sample in samples]
    policy = check_sources([source], schema=False, profile=profile_in_force())
    findings = [finding for finding in policy.findings if finding.rule in TIMEOUT_AND_PERMISSION]
    findings = [finding for finding in findings if finding.resource in {stream.id, *functions(stream)}]
    findings += compare(stream, handler, payloads, output_growth)
    if findings:
        raise NotCompliant(replace(policy, findings=findings, undecided=[]))


def as_template(given: TemplateLike | Mapping[str, Any]) -> TemplateLike:
    """Wrap the properties of one delivery stream in a template."""
    if isinstance(given, Mapping) and "Resources" not in given:
        return {"Resources": {"DeliveryStream": {"Type": DELIVERY_STREAM, "Properties": dict(given)}}}
    return given


def the_stream(view: View, logical_id: str | None) -> ResourceView:
    """Find the delivery stream that is meant: the only one, or that of a logical id or of a construct path."""
    streams = list(view.of_type(DELIVERY_STREAM))
    meant = [stream for stream in streams if logical_id is None or is_called(stream, logical_id)]
    if len(meant) == 1:
        return meant[0]
    names = [f"{stream.id} ({path})" if (path := stream.resource.construct_path) else stream.id for stream in streams]
    raise ValueError(f"set logical_id to one delivery stream of the template: {', '.join(names) or 'it has none'}")


def is_called(stream: ResourceView, name: str) -> bool:
    """Tell whether a name is the logical id of a resource, or of a construct that it stands in: `Ingest/ToLake`."""
    return stream.id == name or f"/{name}/" in f"/{stream.resource.construct_path or ''}/"


def functions(stream: ResourceView) -> Iterator[str]:
    """Find the logical ids of the functions that a delivery stream calls, as far as the template holds them."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            with suppress(CannotDecide):
                arn = parameter(processor, "LambdaArn")
                function = None if arn is None else function_of(arn)
                if function is not None:
                    yield function.id


def compare(
    stream: ResourceView, handler: Handler, payloads: Sequence[bytes], output_growth: float | None
) -> Iterator[Finding]:
    """Call the handler, and find what does not fit."""
    if not any(processors(destination, "Lambda") for destination in destinations(stream)):
        yield misfit(stream, CALLED, "the delivery stream calls no function")
        return
    records = [{"recordId": f"{SAMPLE}{n}", "data": base64.b64encode(data).decode()} for n, data in enumerate(payloads)]
    try:
        with listening():
            answer = handler({"invocationId": "samples", "records": records}, SimpleNamespace(function_name="samples"))
        entries = list(answer["records"])
        problem = answer_problem(records, entries)
    except Exception as error:
        problem = f"the handler failed with {type(error).__name__}: {error}"
    if problem:
        yield misfit(stream, ANSWERED, problem)
        return
    delivered = [entry for entry in entries if entry["result"] == "Ok"]
    if not delivered:
        yield misfit(stream, PROVEN, "no sample was answered Ok, so nothing is proven")
        return
    yield from key_misfits(stream, delivered)
    yield from size_misfits(stream, answer, delivered, payloads, output_growth)


def answer_problem(records: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> str | None:
    """Say what is wrong with the form of an answer."""
    wanted, got = [record["recordId"] for record in records], [entry.get("recordId") for entry in entries]
    if wanted != got:
        return f"{len(wanted)} records were sent, and the ids that came back are not theirs: {got[:3]} ..."
    for entry in entries:
        if entry.get("result") not in RESULTS:
            return f"{entry['recordId']} is answered {entry.get('result')!r}, which is none of {', '.join(RESULTS)}"
        if entry["result"] == "Ok":
            base64.b64decode(entry["data"], validate=True)
    return None


def key_misfits(stream: ResourceView, delivered: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Compare the partition keys of the answers with those of the prefix."""
    value = stream[f"{EXTENDED_S3}.Prefix"]
    prefix = read_prefix(value)
    asked = set(prefix.keys(LAMBDA_KEY))
    seen: set[frozenset[str]] = set()
    for entry in delivered:
        keys = frozenset(entry.get("metadata", {}).get("partitionKeys", {}))
        if keys == asked or keys in seen or (keys >= asked and not prefix.complete):
            continue
        seen.add(keys)
        yield misfit(stream, KEYS, f"{entry['recordId']} is answered with other partition keys than the prefix uses",
                     property=f"{EXTENDED_S3}.Prefix", given=listed(keys), allowed=listed(asked))  # fmt: skip


def size_misfits(
    stream: ResourceView,
    answer: Mapping[str, Any],
    delivered: Sequence[Mapping[str, Any]],
    payloads: Sequence[bytes],
    output_growth: float | None,
) -> Iterator[Finding]:
    """Compare the size of the answers with the declared growth and with Lambda's limit."""
    declared = output_growth if output_growth is not None else stream.hints.get("output_growth", UNDECLARED_GROWTH)
    received = {f"{SAMPLE}{number}": len(data) for number, data in enumerate(payloads)}
    answered = sum(len(base64.b64decode(entry["data"])) for entry in delivered)
    growth = answered / max(1, sum(received[entry["recordId"]] for entry in delivered))
    if growth > declared:
        yield misfit(stream, GROWTH, "the samples grow by more than is declared",
                     given=f"{growth:.2f} bytes per byte", allowed=f"at most {declared} bytes per byte")  # fmt: skip
    size = len(json.dumps(answer))
    if size > RESPONSE.high:
        yield misfit(stream, SIZE, "the answer to the samples is too large for Lambda",
                     given=f"{size} bytes", allowed=f"at most {RESPONSE.high} bytes")  # fmt: skip


def misfit(resource: ResourceView, notice: Rule, message: str, **more: Any) -> Finding:
    """Put one thing that does not fit into the form of a finding."""
    return tell(notice, message, resource=resource.id, resource_type=resource.type,
                construct_path=resource.resource.construct_path, **more)  # fmt: skip


def listed(keys: set[str] | frozenset[str]) -> str:
    """Write the names of keys, sorted."""
    return ", ".join(sorted(keys)) or "no keys"
