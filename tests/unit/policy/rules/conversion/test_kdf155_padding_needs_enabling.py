from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf155 = RuleCase("KDF155")


def orc(**options: object) -> str:
    return s3(**conversion(OutputFormatConfiguration={"Serializer": {"OrcSerDe": options}}))


def test_a_tolerance_without_padding_is_found() -> None:
    kdf155.finds(orc(PaddingTolerance=0.1))
    kdf155.finds(orc(PaddingTolerance=0.1, EnablePadding=False))


def test_a_tolerance_with_padding_passes() -> None:
    kdf155.passes(orc(PaddingTolerance=0.1, EnablePadding=True))


def test_parquet_does_not_apply() -> None:
    kdf155.passes(s3(**conversion()))


def test_padding_that_a_parameter_switches_is_undecided() -> None:
    kdf155.undecided(orc(PaddingTolerance=0.1, EnablePadding=UNKNOWN))
