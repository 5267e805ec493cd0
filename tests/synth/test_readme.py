from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from constructs_lib.graph.readers.document import read_document
from constructs_lib.policy import InvalidProperties
from constructs_lib.policy.profile import read_profile

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def smallest_app() -> str:
    return re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]


def test_the_smallest_app_has_twelve_lines_and_defines_what_is_said(tmp_path: Path) -> None:
    app = smallest_app()
    assert len(app.splitlines()) == 12
    app = app.replace("App()", f"App(outdir={str(tmp_path)!r})")
    exec(compile(app, "README.md", "exec"), {})  # noqa: S102  it is our own text
    template = json.loads((tmp_path / "Ingest.template.json").read_text())
    types = [resource["Type"] for resource in template["Resources"].values()]
    assert types.count("AWS::Kinesis::Stream") == 1
    assert types.count("AWS::KinesisFirehose::DeliveryStream") == 1
    assert types.count("AWS::S3::Bucket") == 2


def test_the_mistake_is_refused_with_the_words_of_the_readme() -> None:
    app = (
        smallest_app()
        .replace(":shop}", ":store}")
        .replace(
            "partition_by=", "buffering=Buffering(size=Size.mebibytes(5), interval=Duration.seconds(60)), partition_by="
        )
    )
    prelude = "from aws_cdk import Duration, Size\nfrom constructs_lib.cdk import Buffering\n"
    with pytest.raises(InvalidProperties) as refused:
        exec(compile(prelude + app, "app.py", "exec"), {})  # noqa: S102  it is our own text
    said = str(refused.value)
    shown = re.search(r"InvalidProperties: (3 problems.*?)  source", README, re.DOTALL)
    assert shown is not None
    for line in shown[1].strip().splitlines():
        assert line in said or line.strip().startswith("at "), line


def test_the_profile_of_the_docs_can_be_read(tmp_path: Path) -> None:
    text = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "profile.md").read_text("utf-8"), re.DOTALL)[0]
    path = tmp_path / "organisation.yaml"
    path.write_text(text)
    profile = read_profile(path)
    assert set(read_document(text, "it").value) == {"version", "severities", "bounds", "quotas", "require", "waivers"}
    assert profile.waivers[0].owner == "data platform"
