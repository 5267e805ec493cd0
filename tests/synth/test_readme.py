from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

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
    shown = re.search(r"InvalidProperties: (3 problems.*?)```", README, re.DOTALL)
    assert shown is not None
    for line in shown[1].strip().splitlines():
        assert line.removesuffix(" …") in said or line == "  at        app.py:11", line


def test_a_finding_is_acknowledged_before_the_app_is_synthesized(tmp_path: Path) -> None:
    lines = smallest_app().replace("App()", f"App(outdir={str(tmp_path)!r})").splitlines(keepends=True)
    (validation,) = (block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "acknowledge" in block)
    exec(compile("".join([*lines[:-1], validation, lines[-1]]), "app.py", "exec"), {})  # noqa: S102  it is our own text
    assert "kinesis-constructs::KDS001" in (tmp_path / "manifest.json").read_text() + "".join(
        path.read_text() for path in tmp_path.glob("*.metadata.json")
    )


def test_the_smallest_spec_can_be_checked_from_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    smallest = re.search(r"The smallest \[spec\]\S+ is `([^`]+)`", README)
    assert smallest is not None
    (tmp_path / "template.yaml").write_text(smallest[1])
    monkeypatch.chdir(tmp_path)
    (checked,) = (block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "check(" in block)
    names: dict[str, Any] = {}
    exec(compile(checked, "README.md", "exec"), names)  # noqa: S102  it is our own text
    assert names["report"].resources == 1


def test_the_profile_of_the_docs_can_be_read(tmp_path: Path) -> None:
    text = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "profile.md").read_text("utf-8"), re.DOTALL)[0]
    path = tmp_path / "organisation.yaml"
    path.write_text(text)
    profile = read_profile(path)
    assert set(read_document(text, "it").value) == {"version", "severities", "bounds", "quotas", "require", "waivers"}
    assert profile.waivers[0].owner == "data platform"
