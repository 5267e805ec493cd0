from __future__ import annotations

from constructs_lib.operate.audit import audit
from constructs_lib.operate.audit.account import Account
from tests.unit.operate.audit.fakes import ACCOUNT, Aws


def test_a_lowered_quota_that_is_nearly_used_is_a_finding() -> None:
    report = audit(Account(Aws(kinesis__describe_limits={"ShardLimit": 5, "OpenShardCount": 4})))
    found = [finding for finding in report.findings if finding.rule == "AUD010"]
    assert [(one.resource, one.given, one.allowed) for one in found] == [
        (ACCOUNT, "4 shards of provisioned streams", "5")
    ]


def test_a_quota_with_room_is_no_finding() -> None:
    report = audit(Account(Aws(kinesis__describe_limits={"ShardLimit": 6, "OpenShardCount": 4})))
    assert "AUD010" not in {finding.rule for finding in report.findings}


def test_a_quota_in_force_is_taken_from_service_quotas() -> None:
    granted = {"Quotas": [{"QuotaName": "Delivery streams", "QuotaCode": "L-1", "Value": 77.0}]}
    report = audit(Account(Aws(service_quotas__list_service_quotas=granted)))
    found = next(quota for quota in report.quotas if quota.service == "firehose")
    assert (found.value, found.source) == (77.0, "service-quotas:ListServiceQuotas")


def test_the_share_of_concurrency_is_what_is_reserved() -> None:
    report = audit(Account(Aws()))
    found = next(quota for quota in report.quotas if quota.service == "lambda")
    assert (found.used, found.value) == (100, 1000)


def test_json_holds_what_a_check_does_and_quotas_and_skipped_beside() -> None:
    document = audit(Account(Aws())).to_dict()
    assert {"version", "findings", "undecided", "acknowledged", "summary", "skipped", "quotas"} <= set(document)
    assert document["summary"]["resources"] == 4
