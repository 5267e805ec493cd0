"""What is published keeps the bounds of the profile; a profile that cannot be used publishes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from constructs_lib.cli.main import main
from constructs_lib.patterns import InvalidArguments, find_pattern
from constructs_lib.policy.profile import profile_in_force
from constructs_lib.publishing import adapted

LAKE = find_pattern("stream-to-lake")
WEEK = {"kinesis-stream-retention-hours": {"maximum": 168, "reason": "personal data is deleted after a week"}}


def profile(folder: Path, **asked: Any) -> Path:
    file = folder / "organisation.yaml"
    file.write_text(yaml.safe_dump({"version": 1, **asked}))
    return file


def published(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    values = folder / "values.yaml"
    values.write_text(yaml.safe_dump(LAKE.examples))
    code = main(["patterns", "publish", LAKE.id, "--values", str(values), "--to", str(folder / "out"), *words])
    file = folder / "out" / LAKE.id / "1.0.0.template.json"
    return code, json.loads(file.read_text("utf-8")) if file.exists() else {}


def test_a_template_asks_within_the_bounds_of_the_profile(tmp_path):
    code, template = published(tmp_path, "--profile", str(profile(tmp_path, bounds=WEEK)), "--default",
                               "retention_hours=72")  # fmt: skip
    asked = template["Parameters"]["RetentionHours"]
    assert (code, asked["MinValue"], asked["MaxValue"], asked["Default"]) == (0, 24, 168, 72)
    assert asked["Description"].endswith("The organisation allows 24 to 168: personal data is deleted after a week.")


def test_a_default_of_what_a_template_cannot_ask_for_stands_in_it(tmp_path):
    _, template = published(tmp_path, "--default", "buffer_seconds=120")
    delivery = next(each for each in template["Resources"].values() if each["Type"].endswith("DeliveryStream"))
    hints = delivery["Properties"]["ExtendedS3DestinationConfiguration"]["BufferingHints"]
    assert hints["IntervalInSeconds"] == 120


def test_required_tags_are_given_when_it_is_published(tmp_path, capsys):
    named = ["--profile", str(profile(tmp_path, require={"tags": ["owner"]}))]
    assert published(tmp_path, *named) == (2, {})
    assert "ORG002 the tags owner are missing" in capsys.readouterr().err
    code, template = published(tmp_path, *named, "--tag", "owner=data")
    stream = next(each for each in template["Resources"].values() if each["Type"] == "AWS::Kinesis::Stream")
    assert (code, stream["Properties"]["Tags"]) == (0, [{"Key": "owner", "Value": "data"}])


def test_the_page_of_all_patterns_needs_no_tags(tmp_path):
    named = profile(tmp_path, require={"tags": ["owner"], "customer_keys": True}, bounds=WEEK)
    assert main(["patterns", "publish", "--as", "page", "--profile", str(named), "--to", str(tmp_path / "public")]) == 0
    assert "The organisation allows 24 to 168" in (tmp_path / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("defaults", "decided", "said"),
    [
        ({"retention_hours": 200}, (), "retention_hours is 200; allowed is 24 to 168"),
        ({"retention_hour": 72}, (), "did you mean retention_hours?"),
        ({"retention_hours": 72}, ("retention_hours",), "retention_hours is decided, so that it has no default"),
        ({"alarm_topic_arn": "arn:aws:sns:eu-west-1:111122223333:a"}, (), "its publisher's alone to change"),
    ],
)
def test_a_default_that_nobody_could_take_is_refused(tmp_path, defaults, decided, said):
    with pytest.raises(InvalidArguments) as caught:
        adapted(LAKE, profile_in_force(profile(tmp_path, bounds=WEEK)), defaults=defaults, decided=decided)
    assert said in str(caught.value)


def test_a_profile_that_refuses_the_patterns_own_default_says_what_to_do(tmp_path):
    short = profile_in_force(profile(tmp_path, bounds={"kinesis-stream-retention-hours": {"maximum": 36}}))
    with pytest.raises(InvalidArguments) as caught:
        adapted(LAKE, short)
    assert str(caught.value) == (
        "stream-to-lake: retention_hours is 48; allowed is 24 to 36 by the profile, and this is its default: "
        "give another, or decide it"
    )
    assert adapted(LAKE, short, defaults={"retention_hours": 30}).parameter("retention_hours").default == 30
    assert adapted(LAKE, short, decided=["retention_hours"]).parameter("retention_hours").schema["maximum"] == 36


CONTRADICTION = {"bounds": {"kinesis-stream-retention-hours": {"minimum": 200, "maximum": 100}}}


@pytest.mark.parametrize("action", [["card", LAKE.id], ["publish", LAKE.id, "--to", "out"],
                                    ["publish", "--as", "page", "--to", "out"]], ids=" ".join)  # fmt: skip
def test_a_profile_that_contradicts_itself_is_named_with_its_line_and_publishes_nothing(
    tmp_path, monkeypatch, capsys, action
):
    monkeypatch.chdir(tmp_path)
    named = profile(tmp_path, **CONTRADICTION)
    assert main(["patterns", *action, "--profile", named.name]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "organisation.yaml:2:" in said.err
    assert "the minimum 200 is above the maximum 100" in said.err
    assert list(tmp_path.iterdir()) == [named]


def test_a_destination_that_the_profile_does_not_allow_is_not_published(tmp_path, capsys):
    named = profile(tmp_path, require={"destinations": ["iceberg"]})
    assert published(tmp_path, "--profile", str(named)) == (2, {})
    assert "ORG003" in capsys.readouterr().err
