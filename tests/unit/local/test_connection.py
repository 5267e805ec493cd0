from __future__ import annotations

import os
from typing import Any

import pytest

from constructs_lib.local.connection import Connection
from constructs_lib.local.errors import LocalAwsError

LOCAL = Connection(endpoint="http://127.0.0.1:1", account="111111111111", region="eu-west-1")


def test_programs_get_nothing_that_leads_to_a_real_account(monkeypatch: pytest.MonkeyPatch) -> None:
    real = {
        "AWS_PROFILE": "production",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_ENDPOINT_URL_S3": "https://s3.amazonaws.com",
        "AWS_ROLE_ARN": "arn:aws:iam::222222222222:role/real",
    }
    for name, value in real.items():
        monkeypatch.setenv(name, value)
    environment = LOCAL.environment()
    assert not set(real.values()) & set(environment.values())
    assert environment["AWS_ENDPOINT_URL"] == LOCAL.endpoint
    assert environment["AWS_ACCESS_KEY_ID"] == environment["CDK_DEFAULT_ACCOUNT"] == "111111111111"
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert environment["PATH"] == os.environ["PATH"]


def test_a_client_needs_no_profile_and_talks_to_the_local_endpoint_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "does-not-exist")
    monkeypatch.setenv("AWS_ENDPOINT_URL_KINESIS", "https://kinesis.eu-west-1.amazonaws.com")
    client = LOCAL.client("kinesis")
    assert (client.meta.endpoint_url, client.meta.region_name) == (LOCAL.endpoint, "eu-west-1")


def test_one_that_does_not_answer_is_told_in_one_sentence() -> None:
    with pytest.raises(LocalAwsError, match=r"does not answer .*: start it with kinesis-constructs local up"):
        LOCAL.status()


def test_waiting_gives_up_and_says_where_the_records_are(monkeypatch: pytest.MonkeyPatch) -> None:
    status: dict[str, Any] = {
        "idle": False,
        "delivery_streams": {"orders": {"waiting": 3}},
        "mappings": {"uuid": {"waiting": 0}},
    }
    monkeypatch.setattr(Connection, "status", lambda _: status)
    with pytest.raises(LocalAwsError, match=r"records are still waiting: 3 in orders$"):
        LOCAL.wait_until_idle(timeout=0)
