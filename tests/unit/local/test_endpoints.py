from __future__ import annotations

import argparse

import pytest

from constructs_lib.cli.local import endpoint
from constructs_lib.local.endpoints import is_loopback, require_loopback
from constructs_lib.local.errors import LocalAwsError

URL = "https://ingest.example.com/v1?tenant=a"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/v1", "https://localhost", "http://[::1]:80/"])
def test_an_address_of_this_machine(url: str) -> None:
    assert is_loopback(url)
    require_loopback({URL: url})


@pytest.mark.parametrize(
    "url", [URL, "http://127.0.0.1.example.com", "http://127.0.0.1@example.com", "ftp://127.0.0.1", "http://[", ""]
)
def test_an_address_elsewhere(url: str) -> None:
    assert not is_loopback(url)
    with pytest.raises(LocalAwsError, match="not on this machine"):
        require_loopback({URL: url})


def test_the_command_reads_an_endpoint_and_its_stand_in() -> None:
    assert endpoint(f"{URL}=http://127.0.0.1:8080/x=y") == (URL, "http://127.0.0.1:8080/x=y")
    assert endpoint("https://a=https://localhost:1") == ("https://a", "https://localhost:1")


@pytest.mark.parametrize("text", ["", "https://a", "https://a=127.0.0.1:80"])
def test_the_command_refuses_what_is_no_pair(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no pair"):
        endpoint(text)
