"""The pages of the construct families: the smallest example, what it defines, each opinion, and partners.

The example is a file that is run; what it defines is read from its template; opinions are rows of the table in
`constructs_lib/cdk/README.md`.
"""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.limits import limit

if TYPE_CHECKING:
    from constructs_lib.cdk import Partner

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "constructs"
EXAMPLES = PAGES / "examples"
OPINIONS = ROOT / "constructs_lib" / "cdk" / "README.md"
ACCEPTED = ROOT / "apps" / "gallery" / "accepted.json"
LOCKED = [ROOT / "requirements" / name for name in ("dev.txt", "checkov.txt")]
PACKS = {"nag": "cdk-nag", "lint": "cfn-lint", "checkov": "checkov", "validate": "cloudformation-validate"}
OTHER_PACKS = """# What other packs find

The gallery holds every construct. Its templates are checked by

- the CDK's own engine, with its rules as errors;
- cdk-nag {nag}, AwsSolutions;
- cfn-lint {lint};
- checkov {checkov}, offline, in an environment of its own;
- `kinesis-constructs check`, in which cloudformation-validate {validate} runs.

What remains has a reason: here, or on the construct itself, as
[the constructs' README](../../constructs_lib/cdk/README.md) lists them. A finding without a reason fails a test, and so
does a reason without a finding.

| pack | rule | where | why it stays |
| --- | --- | --- | --- |
{rows}

```bash
.venv/bin/python tools/synth.py gallery
.venv/bin/python tools/checkov.py build/assemblies/gallery
```
"""


@dataclass(frozen=True, kw_only=True)
class Family:
    """One page.

    Attributes:
        title: of the page.
        rows: beginnings of the first cell of the table of opinions.
        stacks: of the gallery, where every variant stands.
        guide: page that tells more.
    """

    title: str
    rows: tuple[str, ...]
    stacks: tuple[str, ...]
    guide: str | None = None


FAMILIES = {
    "streams": Family(
        title="Streams",
        rows=("`DataStream`", "`ShardAutoscaling`", "`SharedConsumer`", "`Channel"),
        stacks=("streams", "channels"),
        guide="streams",
    ),
    "consumers": Family(
        title="Consumers",
        rows=("`FanOutConsumer`", "`KclConsumer`", "`FlinkApplication`"),
        stacks=("consumers",),
        guide="streams",
    ),
    "sources": Family(
        title="Delivery sources",
        rows=("`DeliveryStream`", "`MskSource`", "`DatabaseSource`"),
        stacks=("sources",),
        guide="deliveries",
    ),
    "destinations": Family(
        title="Destinations",
        rows=(
            "`S3Destination`",
            "`SourceBackup`",
            "every destination",
            "`HttpEndpointDestination`",
            "`OpenSearch",
            "`VpcDelivery`",
            "`SplunkDestination`",
            "`SnowflakeDestination`",
            "`RedshiftDestination`",
            "`IcebergDestination`",
            "`bucket=` of another account",
        ),
        stacks=("buckets", "http_endpoints", "partner_endpoints", "partners", "search", "warehouses"),
        guide="deliveries",
    ),
    "processing": Family(
        title="Processing",
        rows=("`LambdaTransform`", "`PythonEntry`", "`EventTable`"),
        stacks=("processing", "buckets"),
        guide="deliveries",
    ),
    "failures": Family(
        title="Failures", rows=("`FailureBucket`", "`RedriveStateMachine`"), stacks=("redrive",), guide="failures"
    ),
    "writers": Family(
        title="Writers",
        rows=(
            "every writer",
            "`EventRule`",
            "`LogSubscription`",
            "`AccountLogSubscription`",
            "`MetricStream`",
            "`Pipe`",
            "`TopicSubscription`",
            "`IotRule`",
            "`StreamApi`",
            "`WafLogs`",
            "`stream_changes`",
            "`DatabaseChanges`",
            "`ActivityStream`",
        ),
        stacks=("log_writers", "event_writers", "databases", "agents"),
    ),
    "monitoring": Family(title="Monitoring", rows=("`PipelineMonitoring`",), stacks=("monitoring",), guide="alarms"),
    "network": Family(title="Network", rows=("`StreamsEndpoint`",), stacks=("network",)),
    "enforcement": Family(
        title="Enforcement", rows=("`PolicyHook`", "`PolicyConfigRule`"), stacks=("enforcement",), guide="enforcement"
    ),
}


def pages() -> dict[Path, str]:
    """Make every page: path to text."""
    groups = opinions()
    placed = {subject for family in FAMILIES.values() for subject in groups if subject.startswith(family.rows)}
    if left := set(groups) - placed:
        raise ValueError(f"no family in tools/construct_pages.py has the opinions of {', '.join(sorted(left))}")
    return {
        PAGES / "README.md": _index(),
        PAGES / "other-packs.md": _other_packs(),
        **{PAGES / f"{name}.md": _page(name, family, groups) for name, family in FAMILIES.items()},
    }


def opinions() -> dict[str, list[str]]:
    """Read the table of opinions: first cell to its rows."""
    table = OPINIONS.read_text("utf-8").partition("## Every opinion")[2].partition("\n## ")[0]
    groups: dict[str, list[str]] = {}
    subject = ""
    for row in re.findall(r"^\| .*$", table, re.MULTILINE)[1:]:
        subject = row.split(" |")[0].removeprefix("| ").strip("| ") or subject
        groups.setdefault(subject, []).append(row)
    return groups


def _page(name: str, family: Family, groups: dict[str, list[str]]) -> str:
    source = (EXAMPLES / f"{name}.py").read_text("utf-8")
    introduction = ast.get_docstring(ast.parse(source))
    code = source.partition('"""\n\n')[2].rstrip()
    rows = [row for subject, found in groups.items() if subject.startswith(family.rows) for row in found]
    stacks = " · ".join(f"[`{stack}.py`](../../apps/gallery/{stack}.py)" for stack in family.stacks)
    guide = f" · [guide](../{family.guide}.md)" if family.guide else ""
    return "\n".join(
        [
            f"# {family.title}",
            "",
            f"{introduction} Every variant: {stacks}{guide} · [all families](README.md).",
            "",
            "## The smallest example",
            "",
            "```python",
            code,
            "```",
            "",
            "## This defines",
            "",
            *_defined(EXAMPLES / f"{name}.py"),
            "",
            "## Every opinion, and how to undo it",
            "",
            "| construct | opinion | default | undo |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            *(_partners() if name == "destinations" else []),
        ]
    )


def _defined(example: Path) -> list[str]:
    os.environ["CDK_VALIDATION"] = "false"  # before the CDK is imported: its own engine takes seconds to start
    from aws_cdk.assertions import Template

    stack = runpy.run_path(str(example))["stack"]
    resources: dict[str, Any] = Template.from_stack(stack).to_json()["Resources"]
    counted = Counter(resource["Type"] for resource in resources.values())
    return [
        "| resource | how many |",
        "| --- | --- |",
        *(f"| `{kind}` | {counted[kind]} |" for kind in sorted(counted)),
    ]


def _partners() -> list[str]:
    from constructs_lib.cdk import PARTNERS

    return [
        "## Partners",
        "",
        "`constructs_lib.cdk.delivery.partners` has a name for each: `DATADOG.at(site)` where an address is published,",
        "`HONEYCOMB.url(address)` for any other.",
        "",
        "| partner | sites | any other address | a request holds | read from |",
        "| --- | --- | --- | --- | --- |",
        *(_partner(partner) for partner in PARTNERS),
        "",
    ]


def _partner(partner: Partner) -> str:
    size = limit(partner.size)
    sites = ", ".join(f"`{site}`" for site in partner.sites) or "none"
    address = partner.address or "none"
    return f"| {partner.name} | {sites} | {address} | up to {size.high} {size.unit} | {partner.source} |"


def _other_packs() -> str:
    locked = "\n".join(path.read_text("utf-8") for path in LOCKED)
    versions = {pack: re.findall(rf"^{package}==(\S+)", locked, re.MULTILINE)[0] for pack, package in PACKS.items()}
    rows = [
        f"| {each['pack']} | {each['rule']} | {', '.join(f'`{where}`' for where in each['where'])} | {each['reason']} |"
        for each in json.loads(ACCEPTED.read_text("utf-8"))
    ]
    return OTHER_PACKS.format(rows="\n".join(rows), **versions)


def _index() -> str:
    rows = []
    for name, family in FAMILIES.items():
        introduction = ast.get_docstring(ast.parse((EXAMPLES / f"{name}.py").read_text("utf-8")))
        rows.append(f"| [{family.title}]({name}.md) | {introduction} |")
    return "\n".join(
        [
            "# Constructs",
            "",
            "The smallest example of each family, what it defines, and every opinion with its undo. Beside others:",
            "[the comparison](../comparison.md). Every variant in one app: [gallery](../../apps/gallery/README.md).",
            "What other packs say of it: [their findings](other-packs.md).",
            "",
            "| family | what |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )
