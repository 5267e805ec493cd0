from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, processing, s3

kdf058 = RuleCase("KDF058")

EXTRACT = ("CloudWatchLogProcessing", {"DataMessageExtraction": "true"})
UNZIP = ("Decompression", {"CompressionFormat": "GZIP"})


def test_extraction_without_decompression_is_found() -> None:
    kdf058.finds(s3(**processing(EXTRACT)))
    kdf058.finds(delivery(SplunkDestinationConfiguration=processing(EXTRACT, ("Lambda", {}))))


def test_both_pass_in_either_order() -> None:
    kdf058.passes(s3(**processing(UNZIP, EXTRACT)))
    kdf058.passes(s3(**processing(EXTRACT, UNZIP)))


def test_decompression_alone_does_not_apply() -> None:
    kdf058.passes(s3(**processing(UNZIP)))


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf058.undecided(s3(**processing(EXTRACT, Enabled=UNKNOWN)))
