from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf150 = RuleCase("KDF150")


@pytest.mark.parametrize("compression", ["GZIP", "Snappy", "ZIP", "HADOOP_SNAPPY"])
def test_compressed_objects_of_converted_records_are_found(compression: str) -> None:
    kdf150.finds(s3(CompressionFormat=compression, **conversion()))


def test_uncompressed_objects_pass() -> None:
    kdf150.passes(s3(CompressionFormat="UNCOMPRESSED", **conversion()))
    kdf150.passes(s3(**conversion()))


def test_a_conversion_that_is_switched_off_does_not_apply() -> None:
    kdf150.passes(s3(CompressionFormat="GZIP", **conversion(Enabled=False)))
    kdf150.passes(s3(CompressionFormat="GZIP"))


def test_a_compression_that_a_parameter_holds_is_undecided() -> None:
    kdf150.undecided(s3(CompressionFormat=UNKNOWN, **conversion()))
