from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.policy.reading.arns import Hole, Made, Tokens, covers, match

BUCKET, OTHER = Made("app", "Bucket"), Made("app", "Other")
S3 = tuple("arn:aws:s3:::")
OBJECT: Tokens = (*S3, BUCKET, "/", Hole.ANY)
letters = st.text("ab*?", max_size=6)


@given(letters, st.text("ab", max_size=6))
def test_known_texts_match_as_wildcards_do(pattern: str, target: str) -> None:
    assert match(tuple(pattern), tuple(target)) is fnmatchcase(target, pattern)


tokens = st.lists(st.sampled_from(["a", "b", ":", "/", BUCKET, OTHER, Hole.UNKNOWN]), max_size=6).map(tuple)


@given(tokens, tokens, st.text("ab", min_size=1, max_size=2), st.sampled_from([BUCKET, OTHER]))
def test_what_matches_still_does_when_a_name_becomes_known(
    pattern: Tokens, target: Tokens, name: str, which: Made
) -> None:
    def known(found: Tokens) -> Tokens:
        return tuple(piece for token in found for piece in (tuple(name) if token == which else (token,)))

    if match(pattern, target):
        assert match(known(pattern), known(target))


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        (("*",), True),
        ((*S3, BUCKET, "/", "*"), True),
        ((*S3, BUCKET, "*"), True),
        ((*S3, "*"), True),
        ((*S3, BUCKET), False),
        ((*S3, OTHER, "/", "*"), False),
        (tuple("arn:aws:sqs:*"), False),
        ((*S3, BUCKET, *"/landing/*"), None),
        ((*S3, *"my-bucket/*"), None),
        ((*S3, Hole.UNKNOWN, *"/*"), None),
        ((Hole.UNKNOWN,), None),
        (tuple("arn:aws-cn:s3:::*"), None),
    ],
)
def test_patterns_over_the_objects_of_a_bucket(pattern: Tokens, answer: bool | None) -> None:
    assert covers(pattern, OBJECT) is answer


def test_another_region_or_account_may_be_the_one_of_the_deployment() -> None:
    here = tuple("arn:aws:kinesis:us-east-1:123456789012:stream/orders")
    assert covers(tuple("arn:aws:kinesis:eu-west-1:111122223333:stream/orders"), here) is None
    assert covers(tuple("arn:aws:kinesis:eu-west-1:111122223333:stream/others"), here) is False
