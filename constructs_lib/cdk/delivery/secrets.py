"""Credentials of a destination: in Secrets Manager, and nowhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tokens import TOKEN_IN_TEXT

PASSWORDS = frozenset({"password", "pwd"})


def require_no_password(url: str, argument: str) -> None:
    """Refuse an address with a password in it.

    Args:
        url: of a destination.
        argument: its name in the caller's own code, for the message.

    Raises:
        ValueError: whoever reads the template could read the password.
    """
    parts = urlsplit(TOKEN_IN_TEXT.sub("token", url).removeprefix("jdbc:"))
    before_host = parts.netloc.rpartition("@")[0]
    if ":" in before_host or any(name.lower() in PASSWORDS for name in parse_qs(parts.query)):
        raise ValueError(f"{argument} holds a password, which whoever reads the template can read: put it into secret")


def secret_configuration(secret: secretsmanager.ISecret, role: ServiceRole) -> dict[str, Any]:
    """Let a role read a secret, and its key if it has one, and give `SecretsManagerConfiguration`.

    Raises:
        TypeError: credentials were given in place of a secret, and would be readable in the template.
    """
    if not hasattr(secret, "grant_read"):
        raise TypeError(
            f"secret must be a secret of Secrets Manager, given {type(secret).__name__}: write it as "
            "Secret.from_secret_name_v2(...), because credentials in a template can be read by whoever reads it"
        )
    role.permissions.add(secret.grant_read(role))
    return {"Enabled": True, "SecretARN": secret.secret_arn, "RoleARN": role.role_arn}
