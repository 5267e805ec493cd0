from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery, processing

kdf220 = RuleCase("KDF220")


def redshift(compression: object = None, options: object = None, **more: object) -> str:
    bucket = {"CompressionFormat": compression} if compression else {}
    copy = {"CopyOptions": options} if options else {}
    return delivery(RedshiftDestinationConfiguration={"S3Configuration": bucket, "CopyCommand": copy, **more})


@pytest.mark.parametrize("options", [None, "JSON 'auto'", "JSON 's3://lake/GZIPPED.json'"])
def test_compressed_objects_that_copy_does_not_know_of_are_found(options: str | None) -> None:
    assert kdf220.finds(redshift("GZIP", options)).severity == "error"


@pytest.mark.parametrize("options", ["GZIP", "json 'auto' gzip", "JSON 'auto' GZIP TIMEFORMAT 'auto'"])
def test_compressed_objects_that_copy_knows_of_pass(options: str) -> None:
    kdf220.passes(redshift("GZIP", options))


def test_options_for_objects_that_are_not_compressed_are_a_warning() -> None:
    assert kdf220.finds(redshift("UNCOMPRESSED", "GZIP")).severity == "warning"
    assert kdf220.finds(redshift(None, "GZIP")).severity == "warning"


def test_a_transform_may_compress_by_itself() -> None:
    kdf220.passes(redshift(None, "GZIP", **processing(("Lambda", {}))))


def test_other_destinations_do_not_apply() -> None:
    kdf220.passes(delivery(ExtendedS3DestinationConfiguration={"CompressionFormat": "GZIP"}))


def test_options_that_a_parameter_holds_are_undecided() -> None:
    kdf220.undecided(redshift("GZIP", UNKNOWN))
