"""A template whose form AWS's reader takes, but CloudFormation does not, is found out, once."""

from __future__ import annotations

import pytest

from constructs_lib.policy.checker import Source, check_sources

STREAM = "{Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}"
TWICE = """\
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      ShardCount: 2
"""
WRONG = {
    TWICE: (6, 7, "Orders", "ShardCount"),
    '{"Resources": {"A": {"Type": "AWS::S3::Bucket"},\n "A": {"Type": "AWS::S3::Bucket"}}}': (2, 2, "A", None),
    "Resources: 5\n": (1, 1, "", "Resources"),
    "Resources: {}\n": (1, 1, "", "Resources"),
    f"Resources:\n  A: {STREAM}\n  B:\n    Type: AWS::Kinesis::Stream\n    Properties: 5\n": (5, 5, "B", None),
    f"Resources:\n  A: {STREAM}\n  B:\n    Type: AWS::Kinesis::Stream\n    Properties:\n    - 5\n": (5, 5, "B", None),
    '{"Resources": {"B": {"Type": "AWS::Kinesis::Stream",\n"Properties": [1]}}}': (2, 1, "B", None),
    f"Resources:\n  A: {STREAM}\n  B: 5\n": (3, 3, "B", None),
    f"Resources:\n  A: {STREAM}\n  B:\n    Type: 5\n": (4, 5, "B", None),
}
RIGHT = [
    f"Resources: {{A: {STREAM}}}\n",
    "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n\n  # nothing\n  B:\n    Type: AWS::S3::Bucket\n",
    "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      # named\n      'BucketName': orders-all\n",
    "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Fn::Transform: {Name: AWS::Include}\n",
    (
        "Transform: [AWS::LanguageExtensions]\nResources:\n  Fn::ForEach::All:\n    - Name\n    - [A, B]\n"
        "    - Bucket${Name}: {Type: AWS::S3::Bucket}\n"
    ),
    "Transform: [Own]\nResources:\n  A: own\n  B: {Type: AWS::S3::Bucket}\n",
]


@pytest.mark.parametrize(("template", "place"), WRONG.items())
@pytest.mark.parametrize("schema", [False, True])
def test_wrong_forms_are_found_once_at_their_place(
    template: str, place: tuple[int, int, str, str | None], schema: bool
) -> None:
    report = check_sources([Source("a.yaml", template)], schema=schema)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert [(found.line, found.column) for found in errors].count(place[:2]) == 1
    assert not report.unreadable
    if not schema:
        assert [(found.line, found.column, found.resource, found.property) for found in errors] == [place]


@pytest.mark.parametrize("template", RIGHT)
def test_right_forms_are_not_found(template: str) -> None:
    assert check_sources([Source("a.yaml", template)], schema=False).findings == []
