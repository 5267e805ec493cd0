"""Prefixes of objects: their defaults, and the part that is the same for every object."""

from __future__ import annotations

from constructs_lib.cdk.tokens import TOKEN_IN_TEXT

DEFAULT_ERROR_PREFIX = "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
DEFAULT_BACKUP_PREFIX = "source/!{timestamp:yyyy/MM/dd/HH}/"
EXPRESSION = "!{"


def fixed_beginning(prefix: str | None) -> str:
    """Give the text before the first expression or token: every key under the prefix begins with it.

    >>> fixed_beginning("carrier=!{partitionKeyFromLambda:carrier}/")
    'carrier='
    """
    return TOKEN_IN_TEXT.split((prefix or "").partition(EXPRESSION)[0])[0]


def require_apart(prefix: str | None, error_prefix: str) -> None:
    """Refuse prefixes under which failed records could not be told from delivered ones.

    Raises:
        ValueError: a rule for one prefix would also meet objects of the other.
    """
    errors, data = fixed_beginning(error_prefix), fixed_beginning(prefix)
    if not errors:
        raise ValueError(
            f"error_prefix {error_prefix!r} must begin with fixed text, such as 'errors/': "
            "failed records are copied to the failure bucket by it"
        )
    if prefix and data.startswith(errors):
        raise ValueError(
            f"prefix {prefix!r} lies under error_prefix {error_prefix!r}: delivered records would be taken for failed "
            "ones, choose an error_prefix of its own"
        )
