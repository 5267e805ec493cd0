from __future__ import annotations

from cases import RuleCase

kdf051 = RuleCase("KDF051")


def test_three_megabytes_that_grow_by_half_do_not_fit_and_the_finding_says_what_would() -> None:
    template = kdf051.rule.bad.replace("2.0", "1.5")
    finding = kdf051.finds(template)
    assert finding.given == "6291565 bytes: 3 MB x 1.5 growth x 4/3 for base64"
    assert finding.allowed == "6291556 bytes: at most 2.99 MB with this growth"


def test_an_undeclared_growth_does_not_apply() -> None:
    kdf051.passes(kdf051.rule.bad.replace("output_growth", "something"))


def test_a_buffer_that_a_parameter_holds_is_undecided() -> None:
    template = kdf051.rule.bad.replace('"3"', "!Ref Size")
    kdf051.undecided(f"Parameters: {{Size: {{Type: String}}}}\n{template}")


def test_a_growth_beyond_all_numbers_does_not_fit() -> None:
    assert kdf051.finds(kdf051.rule.bad.replace("2.0", "1.0e+308")).given.startswith("inf bytes")
