"""How a destination is reached: its retries, its secret, the VPC that it is in, its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, group, mapping_of, seconds
from constructs_lib.spec.keywords import SECURITY_GROUP, SUBNET, arn, matching
from constructs_lib.spec.part import MADE, Settings

PASSWORDS = frozenset({"password", "pwd"})
JDBC = "jdbc:"


def retry(destination: str) -> Field:
    """For how long a delivery is tried again."""
    return seconds("retry", "RetryOptions.DurationInSeconds", f"firehose-retry-{destination}")


def secret(text: str) -> Field:
    """The credentials.

    Args:
        text: what the secret holds.
    """

    def decide(given: Settings) -> dict[str, Any]:
        written = given.get("secret")
        return {
            "SecretsManagerConfiguration": {"Enabled": True, "SecretARN": written, "RoleARN": MADE} if written else None
        }

    return Field(
        keyword="secret",
        form=lambda _: arn("secretsmanager", f"{text}; no text of it stands in a spec."),
        decide=decide,
        arguments={"SecretsManagerConfiguration": "secret", "SecretsManagerConfiguration.SecretARN": "secret"},
    )


def vpc() -> Field:
    """The network interfaces that Firehose makes in a VPC."""
    fields = (
        decides(
            "subnets",
            "SubnetIds",
            lambda forms: forms.several(
                matching(SUBNET, "A subnet."),
                "firehose-vpc-subnets-count",
                "Where network interfaces are made, with addresses to spare.",
            ),
        ),
        decides(
            "securityGroups",
            "SecurityGroupIds",
            lambda forms: forms.several(
                matching(SECURITY_GROUP, "A security group."),
                "firehose-vpc-security-groups-count",
                "Of the interfaces; they let HTTPS out to the destination.",
            ),
        ),
    )
    text = "How to reach it in a VPC; it cannot be changed once the delivery stream is there."
    form = mapping_of(fields, text, required=("subnets", "securityGroups"))
    return group("vpc", "VpcConfiguration", form, fields, made=("RoleARN",))


def no_password(keyword: str, part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find a password in an address, and what is no address."""
    address = part.get(keyword) or ""
    try:
        found = has_password(address)
    except ValueError:
        yield SchemaError((*path, keyword), f"{address!r} is no address", address)
        return
    if found:
        text = f"{keyword} holds a password, which whoever reads the template can read: put it into a secret"
        yield SchemaError((*path, keyword), text)


def has_password(url: str) -> bool:
    """Tell whether an address holds a password.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url.removeprefix(JDBC))
    return ":" in parts.netloc.rpartition("@")[0] or any(name.lower() in PASSWORDS for name in parse_qs(parts.query))
