"""The function that holds the policy, for whatever asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import Duration, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.enforcement.packaging import PROFILE, ROOMS, packaged_policy
from constructs_lib.cdk.functions import ordered_by_reference
from constructs_lib.cdk.tokens import mebibytes
from constructs_lib.enforcement.decision import THRESHOLD_VARIABLE
from constructs_lib.policy import Severity
from constructs_lib.policy.profile import read_profile
from constructs_lib.policy.profile.force import ENVIRONMENT as PROFILE_VARIABLE

TASK_ROOT = "/var/task"
DEFAULT_MEMORY_MEBIBYTES = 1024


def policy_function(
    scope: Construct,
    *,
    handler: str,
    description: str,
    timeout_seconds: int,
    role: iam.Role,
    log_group: logs.LogGroup,
    profile: str | Path | None,
    fail_on: Severity,
    architecture: lambda_.Architecture,
    memory: Size | None,
    environment: Mapping[str, str] | None = None,
    rooms: Sequence[str] = ROOMS,
) -> lambda_.Function:
    """Define `Function` under a scope, with the policy and the organisation's profile packed in.

    Args:
        scope: the parent.
        handler: module and name in this package.
        description: for the console.
        timeout_seconds: of one call.
        role: with its permissions inline.
        log_group: receives what it prints.
        profile: the organisation's.
        fail_on: the mildest severity that counts.
        architecture: of the function and its libraries.
        memory: 1,024 MiB unless given.
        environment: further variables.
        rooms: of this package, that the handler imports.

    Raises:
        InvalidProfile: the profile cannot be used.
        ValueError: a library has no wheel for the architecture.
    """
    variables = {THRESHOLD_VARIABLE: fail_on.value, **(environment or {})}
    packed = None if profile is None else Path(profile)
    if packed is not None:
        read_profile(packed)
        variables[PROFILE_VARIABLE] = f"{TASK_ROOT}/{PROFILE}"
    entry = PythonEntry(path=".", architecture=architecture)
    with packaged_policy(entry, packed, complete=Stack.of(scope).bundling_required, rooms=rooms) as code:
        function = lambda_.Function(
            scope,
            "Function",
            runtime=entry.runtime,
            architecture=architecture,
            handler=handler,
            code=code,
            description=description,
            timeout=Duration.seconds(timeout_seconds),
            memory_size=mebibytes(memory or Size.mebibytes(DEFAULT_MEMORY_MEBIBYTES), "memory"),
            environment=variables,
            log_group=log_group,
            role=role,
        )
    ordered_by_reference(function)
    return function
