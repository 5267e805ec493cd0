# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Parquet by MiniStack's own conversion, with the columns of a Glue table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.core.responses import request_scope
from ministack.services import firehose

from constructs_lib.local.launcher.contract import expect
from constructs_lib.simulation import ConversionFailure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OF_TABLE = ("DataFormatConversion.EntityNotFound", "DataFormatConversion.ConversionFailureException")


def check(patch: str) -> None:
    """Check what converting relies on."""
    expect(patch, firehose, _convert_to_parquet=("conversion", "data"), _DeliveryError=type)


class LocalConverter:
    """Converts with the tables of one account and region.

    Args:
        account: twelve digits.
        region: such as `us-east-1`.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region

    def convert(self, configuration: Mapping[str, Any], documents: Sequence[bytes]) -> bytes:
        """Write one file of all the documents.

        Raises:
            ConversionFailure: one of them does not fit the table, or there is no such table.
        """
        with request_scope(self._account, self._region):
            try:
                file: bytes = firehose._convert_to_parquet(configuration, b"\n".join(documents))
            except firehose._DeliveryError as error:
                code = str(error.code)
                raise ConversionFailure(str(error), code, of_record=code not in OF_TABLE) from None
        return file
