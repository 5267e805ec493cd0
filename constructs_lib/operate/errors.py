"""Say in one sentence why AWS refused."""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOTokenLoadError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)

DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "403", "Forbidden", "AllAccessDisabled", "KMSAccessDeniedException"}
)
EXPIRED = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "CredentialsExpired"}
)
UNKNOWN_CREDENTIALS = frozenset(
    {"InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"}
)
SKEWED = frozenset({"RequestTimeTooSkewed"})
MISSING = frozenset({"NoSuchBucket", "ResourceNotFoundException", "404", "NotFound"})


class OperateError(Exception):
    """Work on an account could not go on; the message is one sentence that says why and what to do."""


def refused(error: BotoCoreError | ClientError, what: str) -> OperateError:
    """Turn what botocore raises into a sentence.

    Args:
        error: from botocore.
        what: what was asked for, such as `list s3://lake/errors`.
    """
    if isinstance(error, ClientError):
        return OperateError(f"cannot {what}: {client_reason(error)}")
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return OperateError(f"cannot {what}: there are no credentials: run aws configure, or set AWS_PROFILE")
    if isinstance(error, SSOTokenLoadError | UnauthorizedSSOTokenError | TokenRetrievalError):
        return OperateError(f"cannot {what}: the credentials have expired: run aws sso login")
    if isinstance(error, NoRegionError):
        return OperateError(f"cannot {what}: there is no region: set AWS_DEFAULT_REGION")
    if isinstance(error, ProfileNotFound):
        return OperateError(f"cannot {what}: {error}: set AWS_PROFILE to one that exists")
    if isinstance(error, ParamValidationError):
        return OperateError(f"cannot {what}: {problem_of(error)}: check the name")
    if isinstance(error, EndpointConnectionError):
        return OperateError(f"cannot {what}: {error}: check the region and the network")
    return OperateError(f"cannot {what}: {error}")


def problem_of(error: ParamValidationError) -> str:
    """Shorten what botocore has against a parameter to its first sentence."""
    problem = " ".join(str(error).removeprefix("Parameter validation failed:").split())
    return problem.split(": Bucket name must")[0]


def client_reason(error: ClientError) -> str:
    """Tell a service's refusal."""
    code, message = error_code(error), error.response.get("Error", {}).get("Message", "")
    if code in DENIED:
        return f"permission is missing ({message or code}): aws sts get-caller-identity names the identity"
    if code in EXPIRED:
        return "the credentials have expired: get new ones, such as with aws sso login"
    if code in SKEWED:
        return "the clock of this machine is wrong: set it"
    if code in UNKNOWN_CREDENTIALS:
        return f"the credentials are not valid ({message or code}): check AWS_PROFILE and the AWS_ variables"
    if code in MISSING:
        return f"it does not exist ({message or code}): check the name, the account and the region"
    return f"{code}: {message}"


def error_code(error: ClientError) -> str:
    """Read the service's error code."""
    return str(error.response.get("Error", {}).get("Code", ""))
