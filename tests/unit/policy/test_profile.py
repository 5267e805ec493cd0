from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from constructs_lib.policy.baseline import read_baseline, set_apart, write_baseline
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import NOWHERE, Environment, InvalidProfile, Profile, read_profile
from constructs_lib.policy.report import Report

TODAY = dt.date(2026, 11, 20)
TWELVE_HOURS = (
    "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, RetentionPeriodHours: 12}}}"
)
LONG = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, RetentionPeriodHours: 720}}}"


@pytest.fixture
def profile(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(text: str) -> Profile:
        path = tmp_path / "profile.yaml"
        path.write_text(text)
        return read_profile(path)

    return read


def check(template: str, profile: Profile, environment: Environment = NOWHERE) -> Report:
    return check_sources([Source("a.yaml", template, environment)], schema=False, profile=profile, today=TODAY)


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_an_empty_profile_changes_nothing(profile) -> None:  # type: ignore[no-untyped-def]
    assert rules(check(TWELVE_HOURS, profile("version: 1"))) == rules(check(TWELVE_HOURS, Profile()))


def test_a_severity_is_changed_and_a_rule_switched_off(profile) -> None:  # type: ignore[no-untyped-def]
    milder = check(TWELVE_HOURS, profile("version: 1\nseverities: {KDS001: warning}"))
    assert {finding.severity for finding in milder.findings if finding.rule == "KDS001"} == {"warning"}
    assert "KDS001" not in rules(check(TWELVE_HOURS, profile("version: 1\nseverities: {KDS001: off}")))


def test_a_tighter_bound_is_found_and_leaves_aws_own_bound_alone(profile) -> None:  # type: ignore[no-untyped-def]
    tight = profile(
        "version: 1\nbounds: {kinesis-stream-retention-hours: {maximum: 168, reason: data is deleted after a week}}"
    )
    finding = next(finding for finding in check(LONG, tight).findings if finding.rule == "ORG004")
    assert finding.given == "720 hours"
    assert finding.why == "data is deleted after a week"
    assert "ORG004" not in rules(check(TWELVE_HOURS, tight))


def test_requirements_become_findings(profile) -> None:  # type: ignore[no-untyped-def]
    wanted = profile("version: 1\nrequire: {customer_keys: true, tags: [owner], destinations: [s3]}")
    delivery = """
Resources:
  Logs:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {SplunkDestinationConfiguration: {HECEndpoint: h}}
"""
    assert {"ORG001", "ORG002"} <= rules(check(LONG, wanted))
    assert {"ORG001", "ORG002", "ORG003"} <= rules(check(delivery, wanted))
    kept = LONG.replace(
        "ShardCount: 1", "Tags: [{Key: owner, Value: me}], StreamEncryption: {EncryptionType: KMS, KeyId: my-key}"
    )
    assert not {"ORG001", "ORG002"} & rules(check(kept, wanted))
    managed = kept.replace("my-key", "alias/aws/kinesis")
    assert "ORG001" in rules(check(managed, wanted))


def waiver(expires: str, resource: str = "Ord*") -> str:
    return f"""
version: 1
waivers:
  - rule: KDS001
    resource: {resource}
    owner: data platform
    reason: moved next week
    expires: {expires}
"""


def test_a_waiver_sets_a_finding_apart_with_owner_reason_and_date(profile) -> None:  # type: ignore[no-untyped-def]
    report = check(TWELVE_HOURS, profile(waiver("2026-11-20")))
    assert "KDS001" not in rules(report)
    entry = report.acknowledged[0]
    assert (entry["owner"], entry["reason"], entry["expires"]) == ("data platform", "moved next week", "2026-11-20")


def test_an_expired_waiver_is_a_finding_and_waives_nothing(profile) -> None:  # type: ignore[no-untyped-def]
    assert {"KDS001", "PRF001"} <= rules(check(TWELVE_HOURS, profile(waiver("2026-11-19"))))


def test_an_unused_waiver_is_a_finding(profile) -> None:  # type: ignore[no-untyped-def]
    report = check(TWELVE_HOURS, profile(waiver("2027-01-01", resource="Others")))
    assert {"KDS001", "PRF002"} <= rules(report)
    assert next(finding for finding in report.findings if finding.rule == "PRF002").line == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 2", "1:1"),
        ("version: 1\nseverity: {}", "2:1: severity is unknown; did you mean severities?"),
        ("version: 1\nseverities: {KDS0O1: off}", "2:14: 'KDS0O1' is not allowed; did you mean KDS0"),
        (
            "version: 1\nseverities:\n  KDS001: fatal",
            "3:3: 'fatal' is not allowed; allowed are error, warning, info, off",
        ),
        (
            "version: 1\nbounds:\n  kinesis-stream-retention-hours:\n    minimum: 12",
            "4:5: 12 is outside AWS's own bounds",
        ),
        ("version: 1\nbounds: {kinesis-stream-retention-hours: {minimum: 200, maximum: 100}}", "above the maximum"),
        ("version: 1\n\ttabs: 1", "2: a tab stands where YAML wants spaces"),
        ("version: 1\nversion: 1", "2: version stands twice"),
        (waiver("2026-13-40"), "8:5: 2026-13-40 is no date"),
        ("- 1", "1:1: a profile must be a mapping"),
        ("", "1: it is empty"),
        ("severities: {}", "1:1: version must be given"),
        ("version: 2", "1:1: this release reads version 1 of profiles, given 2"),
        (waiver("soon"), "8:5: 'soon' is no date; write it as 2026-12-31"),
        (waiver("2027-01-01").replace("    owner: data platform\n", ""), "4:5: owner must be given"),
        (
            waiver("2027-01-01") + waiver("2027-02-01").partition("waivers:\n")[2],
            "9:5: KDS001 is waived for the same",
        ),
        ("version: 1\nquotas: {esm-filters-default-quota: many}", "esm-filters-default-quota must be a number"),
        (
            "version: 1\nquotas:\n  esm-filters-default-quota:\n    - {value: 10, account: 111122223333}",
            "4:19: account must be a text; put it in quotes",
        ),
        (
            "version: 1\nquotas:\n  esm-filters-default-quota:\n    - {value: 10, account: '1234'}",
            "'1234' is no account",
        ),
        (
            "version: 1\nquotas:\n  esm-filters-default-quota:\n    - value: 10\n    - value: 12",
            "5:7: esm-filters-default-quota is given twice for the same account and region",
        ),
        ("version: 1\nbounds: {kinesis-stream-retention-hours: {}}", "must not be empty"),
        ("version: 1\nbounds: {kinesis-stream-retention-hours: {reason: x}}", "must have a minimum or a maximum"),
        (
            f"version: 1\nseverities: {{KDS001: off}}\n{waiver('2027-01-01').partition('version: 1')[2]}",
            "is switched off",
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_its_line(profile, text: str, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidProfile) as refused:
        profile(text)
    assert message in str(refused.value)
    assert "profile.yaml" in str(refused.value)


def test_a_baseline_sets_apart_what_was_there_and_keeps_what_is_new() -> None:
    before = check(TWELVE_HOURS, Profile()).findings
    moved = check("# a comment moves every line\n" + TWELVE_HOURS.replace("ShardCount: 1", "ShardCount: 0"), Profile())
    baseline = read_baseline(write_baseline(before), "known.json")
    left, apart = set_apart(moved.findings, baseline, "known.json")
    assert {finding.rule for finding in left} == {"KDS004"}
    assert {entry["rule"] for entry in apart} == {finding.rule for finding in before}
    assert {entry["reason"] for entry in apart} == {"baseline known.json"}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 1}', '{"version": 1, "findings": [{}]}', '{"version": 9, "findings": []}']
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"known\.json"):
        read_baseline(text, "known.json")


FILTERS = """
Resources:
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}
  Watch:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: watch
      StartingPosition: LATEST
      FilterCriteria: {{Filters: [{filters}]}}
"""
SEVEN = FILTERS.format(filters=", ".join(f"""{{Pattern: '{{"data": {{"n": [{n}]}}}}'}}""" for n in range(7)))


def test_a_raised_quota_counts_for_the_account_and_region_it_was_granted_for(profile) -> None:  # type: ignore[no-untyped-def]
    assert "LAM023" in rules(check(SEVEN, Profile()))
    everywhere = profile("version: 1\nquotas: {esm-filters-default-quota: 10}")
    assert "LAM023" not in rules(check(SEVEN, everywhere))
    somewhere = profile(
        "version: 1\nquotas:\n  esm-filters-default-quota:\n"
        "    - {value: 10, account: '111122223333', region: eu-west-1}"
    )
    assert "LAM023" not in rules(check(SEVEN, somewhere, Environment("111122223333", "eu-west-1")))
    assert "LAM023" in rules(check(SEVEN, somewhere, Environment("111122223333", "us-east-1")))
    assert "LAM023" in rules(check(SEVEN, somewhere, Environment(None, "us-east-1")))


def test_what_hangs_on_a_quota_of_an_unknown_account_is_undecided(profile) -> None:  # type: ignore[no-untyped-def]
    somewhere = profile("version: 1\nquotas:\n  esm-filters-default-quota:\n    - {value: 10, account: '111122223333'}")
    report = check(SEVEN, somewhere, Environment(None, "eu-west-1"))
    assert "LAM023" not in rules(report)
    assert [(result.rule, result.resource) for result in report.undecided] == [("LAM023", "Watch")]


def test_a_quota_below_the_default_is_refused(profile) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidProfile, match="below the default quota"):
        profile("version: 1\nquotas: {esm-filters-default-quota: 3}")


UNKNOWN_PROPERTY = (
    "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {RetentionPeriodHours: 48, Colour: blue}}}"
)
PAST, LATER = "2026-11-19", "2027-01-31"


def with_engine(template: str, profile: Profile) -> Report:
    return check_sources([Source("a.yaml", template)], profile=profile, today=TODAY)


def waiver_of(rule: str, expires: str = LATER) -> str:
    return waiver(expires, resource="Orders").replace("KDS001", rule)


def test_a_finding_of_the_engine_of_aws_is_waived_like_ours(profile) -> None:  # type: ignore[no-untyped-def]
    (found,) = [each for each in with_engine(UNKNOWN_PROPERTY, Profile()).findings if "Colour" in each.message]
    report = with_engine(UNKNOWN_PROPERTY, profile(waiver_of(found.rule)))
    assert found.rule not in rules(report)
    assert [(entry["rule"], entry["owner"]) for entry in report.acknowledged] == [(found.rule, "data platform")]
    assert {found.rule, "PRF001"} <= rules(with_engine(UNKNOWN_PROPERTY, profile(waiver_of(found.rule, PAST))))
    assert "PRF002" in rules(with_engine(LONG, profile(waiver_of(found.rule))))


def test_a_finding_of_the_engine_of_aws_is_graded_or_switched_off(profile) -> None:  # type: ignore[no-untyped-def]
    (found,) = [each for each in with_engine(UNKNOWN_PROPERTY, Profile()).findings if "Colour" in each.message]
    milder = with_engine(UNKNOWN_PROPERTY, profile(f"version: 1\nseverities: {{{found.rule}: info}}"))
    assert [str(each.severity) for each in milder.findings if each.rule == found.rule] == ["info"]
    assert found.rule not in rules(
        with_engine(UNKNOWN_PROPERTY, profile(f"version: 1\nseverities: {{{found.rule}: off}}"))
    )


@pytest.mark.parametrize("rule", ["F3002", "UPD001", "AUD010", "ALM001"])
def test_a_waiver_of_what_was_not_looked_for_is_not_called_unused(profile, rule: str) -> None:  # type: ignore[no-untyped-def]
    assert "PRF002" not in rules(check(LONG, profile(waiver_of(rule))))


def test_a_waiver_of_an_update_is_judged_where_templates_are_compared(profile) -> None:  # type: ignore[no-untyped-def]
    asked = profile(waiver_of("UPD001"))

    def against(old: str) -> Report:
        return check_sources(
            [Source("a.yaml", LONG)], schema=False, profile=asked, against=[Source("old.yaml", old)], today=TODAY
        )

    assert "PRF002" in rules(against(LONG))
    renamed = against(LONG.replace("ShardCount: 1", "ShardCount: 1, Name: orders"))
    assert not {"UPD001", "PRF002"} & rules(renamed)


@pytest.mark.parametrize("text", ["severities: {E3999: off}", waiver_of("E3999").partition("version: 1")[2]])
def test_a_rule_that_the_engine_of_aws_does_not_have_is_refused(profile, text: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidProfile, match="AWS's engine has no rule E3999; did you mean E3"):
        profile(f"version: 1\n{text}")


def test_ids_that_the_engine_is_known_to_have_do_not_start_it(profile, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from constructs_lib.policy import schema

    monkeypatch.setattr(schema, "engine_rules", lambda: pytest.fail("the engine was started"))
    profile(waiver_of("E3002") + "severities: {W3030: off}\n")
