"""What `synth` refuses before it needs Node."""

from __future__ import annotations

import pytest

from constructs_lib.cli import main
from tests.spec_examples.arns import FUNCTION

SPEC = "version: 1\nstreams:\n  Orders:\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pipeline.yaml"
    path.write_text(SPEC)
    return path


@pytest.fixture
def output(tmp_path):
    return tmp_path / "template.yaml"


def test_without_node_it_says_so_in_one_sentence(path, output, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["synth", str(path), "--output", str(output)]) == 2
    assert capsys.readouterr().err == "kinesis-constructs synth: it needs Node, which is not on the PATH\n"
    assert not output.exists()


def test_without_the_cdk_it_says_so_in_one_sentence(path, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/node")
    assert main(["synth", str(path)]) == 2
    assert "it needs the CDK, which pip install 'kinesis-constructs[cdk]' installs" in capsys.readouterr().err


def test_what_the_policy_refuses_is_not_written(path, output, capsys):
    path.write_text("version: 1\nstreams:\n  Orders: {retention: 12 h}\n")
    assert main(["synth", str(path), "--output", str(output)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "3:12     error KDS001" in printed.err
    assert not output.exists()


def test_what_an_organisation_refuses_is_not_written(path, output, tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nrequire: {customer_keys: true}\n")
    assert main(["synth", str(path), "--output", str(output), "--profile", str(profile)]) == 1
    assert not output.exists()


def test_a_file_of_a_function_is_refused_with_its_line(path, capsys):
    path.write_text(f"{SPEC}consumers:\n  Watch:\n    stream: Orders\n    entry: watch.py\n")
    assert main(["synth", str(path)]) == 2
    assert f"{path}:7: a file needs a bucket of assets" in capsys.readouterr().err


def test_a_file_of_a_transform_is_refused_with_its_line(path, capsys):
    path.write_text(f"{SPEC}deliveries:\n  ToLake:\n    transform: {{entry: clean.py}}\n    s3:\n")
    assert main(["synth", str(path)]) == 2
    assert f"{path}:6: a file needs a bucket of assets" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is empty"),
        (f"{SPEC}---\n{SPEC}", "it holds more than one document; write one per file"),
        (SPEC.replace("  Orders", "\tOrders"), "a tab stands where YAML wants spaces"),
        (f"{SPEC}    <<: *other\n", "anchors and aliases are not supported"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(path, text, told, capsys):
    path.write_text(text)
    assert main(["synth", str(path)]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith(f"kinesis-constructs synth: {path}:")
    assert error.count("\n") == 1


def test_a_file_that_is_not_there_is_one_sentence(tmp_path, capsys):
    assert main(["synth", str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err == f"kinesis-constructs synth: {tmp_path / 'none.yaml'}: no such file or directory\n"


def test_a_template_is_no_spec(path, capsys):
    path.write_text("Resources:\n  Orders:\n    Type: AWS::Kinesis::Stream\n")
    assert main(["synth", str(path)]) == 1
    assert "Resources is unknown" in capsys.readouterr().err


def test_a_consumer_of_an_arn_is_no_file(path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    path.write_text(f"{SPEC}consumers:\n  Watch:\n    stream: Orders\n    function: {FUNCTION}\n")
    assert main(["synth", str(path)]) == 2
    assert "needs Node" in capsys.readouterr().err
