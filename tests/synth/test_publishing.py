"""What is published of a pattern: cards, a catalogue, stored versions and Backstage, whole or not at all."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from constructs_lib.cli.main import main
from constructs_lib.patterns import discover_patterns, find_pattern
from constructs_lib.publishing import AlreadyPublished, picture_of, publish
from constructs_lib.publishing.card import AT_DEPLOYMENT, GUARDED, changed_by

METRICS = ["patterns", "publish", "metrics-to-s3", "--set", 'namespaces=["AWS/Kinesis"]']


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_list_and_show_know_every_pattern(capsys):
    code, out, _ = said(capsys, "patterns", "list")
    assert (code, [line.split()[0] for line in out.splitlines()]) == (0, [each.id for each in discover_patterns()])
    code, out, _ = said(capsys, "patterns", "list", "--format", "json")
    assert {each["version"] for each in json.loads(out)} == {"1.0.0"}
    code, out, _ = said(capsys, "patterns", "show", "stream-to-lake@1", "--format", "json")
    shown = json.loads(out)
    assert shown["guarded"] == ["alarm_topic_arn"]
    assert shown["parameters"]["properties"]["retention_hours"]["default"] == 48
    assert shown["changelog"] == [{"version": "1.0.0", "changes": ["The first version."]}]


def test_who_may_change_a_parameter_is_shown(capsys):
    pattern = find_pattern("logs-to-http")
    assert changed_by(pattern.parameter("secret_arn")) == GUARDED
    assert changed_by(pattern.parameter("log_group_name")) == AT_DEPLOYMENT
    _, out, _ = said(capsys, "patterns", "show", "logs-to-http")
    assert out.count(GUARDED) == 2


def test_a_card_shows_picture_parameters_resources_alarms_and_rules(capsys):
    code, out, _ = said(capsys, "patterns", "card", "stream-to-lake")
    assert code == 0
    for wanted in ("flowchart LR", "`retention_hours`", "`24 to 8760`", "`AWS::Kinesis::Stream`: 1",
                   "DeliveryToS3.DataFreshness", "KDS001", "**1.0.0**"):  # fmt: skip
        assert wanted in out


def test_a_picture_leads_from_the_producers_to_where_records_rest(tmp_path):
    assert (
        main(["patterns", "publish", "stream-to-lake", "--values", str(values(tmp_path)), "--to", str(tmp_path)]) == 0
    )
    template = json.loads((tmp_path / "stream-to-lake" / "1.0.0.template.json").read_text())
    picture = picture_of(template)
    names = {each.id: each.name for each in picture.stations}
    ways = {(names[start], names[end]) for start, end in picture.ways}
    assert {
        ("Stream", "ToLake"),
        ("ToLake", "ToLakeDataBucket"),
        ("ToLake", "ToLakeTable"),
        ("ToLakeDataBucket", "Failures"),
    } <= ways
    drawn = ET.fromstring(picture.as_svg("Stream to lake"))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}rect")) == len(picture.stations)


def values(folder: Path) -> Path:
    file = folder / "values.yaml"
    file.write_text(yaml.safe_dump(find_pattern("stream-to-lake").examples))
    return file


def test_a_version_that_is_out_never_changes(tmp_path, capsys):
    code, out, _ = said(capsys, *METRICS, "--to", str(tmp_path / "approved"))
    file = tmp_path / "approved" / "metrics-to-s3" / "1.0.0.template.json"
    assert (code, out) == (0, f"{file}\n")
    before = file.read_bytes()
    assert said(capsys, *METRICS, "--to", str(tmp_path / "approved"))[0] == 0
    code, _, err = said(capsys, "patterns", "publish", "metrics-to-s3", "--set", 'namespaces=["AWS/SQS"]', "--to",
                        str(tmp_path / "approved"))  # fmt: skip
    assert code == 2
    assert "is published and differs" in err
    assert file.read_bytes() == before


def test_nothing_is_published_by_half(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("old")
    with pytest.raises(OSError, match="name too long"):
        publish({"a.txt": "new", "b" * 300: "new"}, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "kept.txt"]
    (tmp_path / "out" / "z.txt").mkdir()
    with pytest.raises(IsADirectoryError, match="where a file has to go"):
        publish({"kept.txt": "new", "z.txt": "new"}, tmp_path / "out")
    (tmp_path / "out" / "z.txt").rmdir()
    (tmp_path / "out" / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        publish({"kept.txt": "new", "new/a.txt": "new", "file/b.txt": "new"}, tmp_path / "out")
    (tmp_path / "out" / "file").unlink()
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "kept.txt"]
    assert (tmp_path / "out" / "kept.txt").read_text() == "old"
    with pytest.raises(AlreadyPublished):
        publish({"kept.txt": "new", "a.txt": "new"}, tmp_path / "out", versions=frozenset({"kept.txt"}))
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "kept.txt"]


def test_the_page_holds_every_pattern_and_needs_no_other_file(tmp_path):
    assert main(["patterns", "publish", "--as", "page", "--to", str(tmp_path / "public")]) == 0
    page = (tmp_path / "public" / "index.html").read_text("utf-8")
    for pattern in discover_patterns():
        assert f'<section id="{pattern.id}">' in page
    assert page.count("<svg ") == len(discover_patterns())
    assert "from constructs_lib.cdk.patterns import StreamToLake" in page
    assert not [word for word in ("src=", "<script", "<link") if word in page]


def test_backstage_asks_for_what_users_may_change_within_the_bounds(tmp_path):
    words = ["patterns", "publish", "stream-to-lake", "--values", str(values(tmp_path)), "--as", "backstage"]
    assert main([*words, "--to", str(tmp_path / "out")]) == 0
    definition = yaml.safe_load((tmp_path / "out" / "template.yaml").read_text())
    assert definition["apiVersion"] == "scaffolder.backstage.io/v1beta3"
    form = definition["spec"]["parameters"][0]["properties"]
    assert set(form) == {"name", "repository", "retention_hours"}
    assert (form["retention_hours"]["minimum"], form["retention_hours"]["maximum"]) == (24, 8760)
    chosen = json.loads((tmp_path / "out" / "skeleton" / "parameters.json").read_text())["Parameters"]
    template = json.loads((tmp_path / "out" / "skeleton" / "template.json").read_text())
    assert set(chosen) == set(template["Parameters"])


def test_a_software_template_is_written_over_one_of_its_own_pattern_alone(tmp_path, capsys):
    words = [*METRICS, "--as", "backstage", "--to", str(tmp_path / "out")]
    assert main(words) == main(words) == 0
    for text in ("metadata: {name: stream-to-lake}", "- 1", "{"):
        (tmp_path / "out" / "template.yaml").write_text(text)
        assert main(words) == 2
        assert (tmp_path / "out" / "template.yaml").read_text() == text
    assert "template.yaml is of stream-to-lake: name a folder that is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "stream-to-lakes"], "there is no pattern stream-to-lakes; did you mean stream-to-lake?"),
        (["show", "stream-to-lake@2"], "stream-to-lake is installed in version 1.0.0, not in major version 2"),
        (["card", "metrics-to-s3", "--set", "buffer_seconds=1000"], "buffer_seconds is 1000; allowed is 0 to 900"),
        (["card", "metrics-to-s3", "--set", "buffer=9"], "did you mean buffer_seconds?"),
        (["card", "metrics-to-s3", "--set", "buffer"], "--set buffer gives no value"),
        (["publish", "metrics-to-s3", "--to", "out"], "namespaces is missing, such as"),
        (["publish", "--to", "out"], "takes one pattern"),
        (["publish", "--as", "page", "--set", "a=1", "--to", "out"], "leave --set and --values out"),
        (["publish", "--as", "page", "--default", "a=1", "--to", "out"],
         "--default is for --as template or backstage or package"),
        (["publish", "metrics-to-s3", "--team", "acme", "--to", "out"], "--team is for --as package"),
        (["publish", "--as", "injectors", "--against", "old", "--to", "out"], "--against is for --as template or"),
        (["publish", "metrics-to-s3@2", "--as", "backstage", "--to", "out"], "not in major version 2"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_writes_nothing(words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, "patterns", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "message"), [("- 1", "holds no mapping"), ("a: [", "cannot be read")])
def test_values_that_are_no_mapping_are_refused(text, message, tmp_path, capsys):
    file = tmp_path / "values.yaml"
    file.write_text(text)
    code, _, err = said(capsys, "patterns", "card", "metrics-to-s3", "--values", str(file))
    assert (code, err.count("\n")) == (2, 1)
    assert message in err
