"""Credentials of a destination: in Secrets Manager, and nowhere else."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager


def secret_configuration(secret: secretsmanager.ISecret, role: iam.Role) -> dict[str, Any]:
    """Let a role read a secret, and its key if it has one, and give `SecretsManagerConfiguration`.

    Raises:
        TypeError: credentials were given in place of a secret, and would be readable in the template.
    """
    if not hasattr(secret, "grant_read"):
        raise TypeError(
            f"secret must be a secret of Secrets Manager, given {type(secret).__name__}: write it as "
            "Secret.from_secret_name_v2(...), because credentials in a template can be read by whoever reads it"
        )
    secret.grant_read(role)
    return {"Enabled": True, "SecretARN": secret.secret_arn, "RoleARN": role.role_arn}
