"""Mistakes as they are made by hand in an account that was sound: each is found, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from constructs_lib.operate.audit import Audit, AuditReport, audit
from constructs_lib.operate.audit.account import Account
from constructs_lib.operate.audit.writing import as_lines
from constructs_lib.report import FORMATS
from tests.integration.operate import moto_account as made
from tests.integration.operate.moto_account import ACCOUNT, Pipeline, client

Mistake = Callable[[Pipeline], None]


def update_mapping(**changes: object) -> Mistake:
    def mistake(one: Pipeline) -> None:
        client("lambda").update_event_source_mapping(UUID=one.mapping.rpartition(":")[2], **changes)

    return mistake


def replace_alarm(**changes: object) -> Mistake:
    def mistake(one: Pipeline) -> None:
        made.alarm(f"{one.name}-age", {"StreamName": one.name}, **changes)

    return mistake


def forbid(role: str, policy: str) -> Mistake:
    def mistake(one: Pipeline) -> None:
        client("iam").delete_role_policy(RoleName=f"{one.name}-{role}", PolicyName=policy)

    return mistake


def detach(one: Pipeline) -> None:
    client("iam").detach_role_policy(RoleName=f"{one.name}-function", PolicyArn=made.FROM_STREAMS)


def trust_another(one: Pipeline) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    client("iam").update_assume_role_policy(RoleName=f"{one.name}-delivery", PolicyDocument=document)


def shorten_retention(one: Pipeline) -> None:
    client("kinesis").decrease_stream_retention_period(StreamName=one.name, RetentionPeriodHours=24)
    update_mapping(MaximumRecordAgeInSeconds=172_800)(one)


def drop_log_stream(one: Pipeline) -> None:
    client("logs").delete_log_stream(logGroupName=f"/firehose/{one.name}", logStreamName="S3")


def many_consumers(one: Pipeline) -> None:
    for number in range(18):
        client("kinesis").register_stream_consumer(StreamARN=one.stream, ConsumerName=f"reader-{number}")


def many_readers(one: Pipeline) -> None:
    role = client("iam").get_role(RoleName=f"{one.name}-function")["Role"]["Arn"]
    for number in range(5):
        made.mapping(one.stream, made.function(f"{one.name}-{number}", role), made.queue(f"{one.name}-failures"))


def encrypt(one: Pipeline, *, deny: bool = True, name: str | None = None, **key: object) -> str:
    """Encrypt the stream with a key of its own, whose policy leaves everything to the roles."""
    arn = client("kms").create_key(**key)["KeyMetadata"]["Arn"]
    if not deny:
        for role in ("function", "delivery"):
            made.allow(f"{one.name}-{role}", "key", ["kms:Decrypt"], arn)
    client("kinesis").start_stream_encryption(StreamName=one.name, EncryptionType="KMS", KeyId=name or arn)
    return str(arn)


def forbid_key(one: Pipeline) -> None:
    encrypt(one)


def disable_key(one: Pipeline) -> None:
    client("kms").disable_key(KeyId=encrypt(one, deny=False).rpartition("/")[2])


def key_by_alias(one: Pipeline) -> None:
    alias = f"alias/{one.name}"
    client("kms").create_alias(AliasName=alias, TargetKeyId=encrypt(one, name=alias))


def grant_key(one: Pipeline) -> None:
    role = client("iam").get_role(RoleName=f"{one.name}-delivery")["Role"]["Arn"]
    client("kms").create_grant(KeyId=encrypt(one), GranteePrincipal=role, Operations=["Decrypt"])


def delete_bucket(one: Pipeline) -> None:
    client("s3").delete_bucket(Bucket=f"{one.name}-lake")


def delete_role(one: Pipeline) -> None:
    for policy in ("read", "write", "log"):
        client("iam").delete_role_policy(RoleName=f"{one.name}-delivery", PolicyName=policy)
    client("iam").delete_role(RoleName=f"{one.name}-delivery")


def delete_function(one: Pipeline) -> None:
    client("lambda").delete_function(FunctionName=one.name)


def delete_log_group(one: Pipeline) -> None:
    client("logs").delete_log_group(logGroupName=f"/firehose/{one.name}")


def convert(*, columns: bool, read: bool) -> Mistake:
    def mistake(one: Pipeline) -> None:
        glue, database = client("glue"), one.name.replace("-", "_")
        glue.create_database(DatabaseInput={"Name": database})
        storage = {"Columns": [{"Name": "id", "Type": "string"}] if columns else []}
        glue.create_table(DatabaseName=database, TableInput={"Name": "orders", "StorageDescriptor": storage})
        role = client("iam").get_role(RoleName=f"{one.name}-delivery")["Role"]["Arn"]
        if read:
            made.allow(f"{one.name}-delivery", "schema", ["glue:GetTable*", "glue:GetSchema*"], "*")
        schema = {"DatabaseName": database, "TableName": "orders", "RoleARN": role, "Region": made.REGION}
        parquet = {
            "Enabled": True,
            "SchemaConfiguration": schema,
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
            "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
        }
        client("firehose").delete_delivery_stream(DeliveryStreamName=one.name)
        made.delivery(
            one.name, f"arn:aws:s3:::{one.name}-lake", role, one.stream, CompressionFormat="UNCOMPRESSED",
            CloudWatchLoggingOptions=made.log(f"/firehose/{one.name}"), DataFormatConversionConfiguration=parquet,
        )  # fmt: skip

    return mistake


PLANTED: dict[str, tuple[Mistake, dict[str, str]]] = {
    "record-age": (shorten_retention, {"LAM010": "mapping"}),
    "endless": (update_mapping(MaximumRecordAgeInSeconds=-1, MaximumRetryAttempts=-1), {"LAM017": "mapping"}),
    "nowhere": (update_mapping(DestinationConfig={}), {"LAM018": "mapping"}),
    "no-read": (detach, {"IAM040": "mapping"}),
    "no-failures": (forbid("function", "failures"), {"IAM042": "mapping"}),
    "no-source": (forbid("delivery", "read"), {"IAM030": "delivery"}),
    "no-objects": (forbid("delivery", "write"), {"IAM031": "delivery"}),
    "no-log": (forbid("delivery", "log"), {"IAM037": "delivery"}),
    "trust": (trust_another, {"IAM010": "delivery"}),
    "log-stream": (drop_log_stream, {"KDF135": "delivery"}),
    "consumers": (many_consumers, {"AUD010": "stream"}),
    "readers": (many_readers, {"KDS020": "stream"}),
    "dimensions": (replace_alarm(Dimensions=[]), {"CWA010": "alarm"}),
    "metric": (replace_alarm(MetricName="GetRecords.IteratorAgeMillis"), {"CWA011": "alarm"}),
    "shard": (
        replace_alarm(MetricName="IncomingRecords", Dimensions=[
            {"Name": "StreamName", "Value": "shard"}, {"Name": "ShardId", "Value": "shardId-000000000000"}
        ]),
        {"CWA013": "alarm"},
    ),
    "sum": (replace_alarm(Statistic="Sum"), {"CWA024": "alarm"}),
    "key": (forbid_key, {"KMS010": "delivery", "KMS011": "mapping"}),
    "key-by-alias": (key_by_alias, {"KMS010": "delivery", "KMS011": "mapping"}),
    "key-disabled": (disable_key, {"KMS020": "stream"}),
    "key-granted": (grant_key, {}),
    "no-bucket": (delete_bucket, {"AUD030": "delivery"}),
    "no-role": (delete_role, {"AUD030": "delivery"}),
    "no-function": (delete_function, {"AUD030": "mapping"}),
    "no-log-group": (delete_log_group, {"AUD030": "delivery"}),
    "schema": (convert(columns=True, read=True), {}),
    "no-schema": (convert(columns=True, read=False), {"IAM033": "delivery"}),
    "no-columns": (convert(columns=False, read=True), {"KDF158": "delivery"}),
    "unit": (replace_alarm(Threshold=60), {"CWA023": "alarm"}),
}  # fmt: skip


Audited = tuple[AuditReport, dict[str, Pipeline]]


@pytest.fixture(scope="module")
def audited() -> Iterator[Audited]:
    with made.account():
        pipelines = {name: made.pipeline(name) for name in ["sound", *PLANTED]}
        for name, (mistake, _) in PLANTED.items():
            mistake(pipelines[name])
        yield audit(Account(made.clients())), pipelines


def about(report: AuditReport, one: Pipeline) -> dict[str, str]:
    own = {getattr(one, part): part for part in ("stream", "mapping", "delivery", "alarm")}
    return {each.rule: own[each.resource] for each in report.findings if each.resource in own}


@pytest.mark.parametrize("name", PLANTED)
def test_a_mistake_is_found_where_it_was_made(audited: Audited, name: str) -> None:
    report, pipelines = audited
    assert about(report, pipelines[name]) == PLANTED[name][1]


def test_nothing_else_is_found(audited: Audited) -> None:
    report, pipelines = audited
    known = {getattr(one, part) for one in pipelines.values() for part in ("stream", "mapping", "delivery", "alarm")}
    assert {each.resource for each in report.findings} <= known
    assert about(report, pipelines["sound"]) == {}
    assert [str(one) for one in report.skipped] == []


def test_a_mapping_is_told_by_what_it_maps(audited: Audited) -> None:
    found = {each.rule: each.message for each in audited[0].findings}
    assert found["LAM017"].endswith("(endless reads endless)")


def test_no_text_holds_an_attribute_of_a_template(audited: Audited) -> None:
    report = audited[0]
    told = [str(each) for each in report.findings] + [each.reason for each in report.undecided]
    assert [text for text in told if ".Arn" in text or "ARN of this app" in text] == []


def test_grants_that_the_policy_of_a_key_does_not_show_leave_it_open(audited: Audited) -> None:
    report, pipelines = audited
    role = f"arn:aws:iam::{ACCOUNT}:role/key-granted-delivery"
    undecided = {
        each.rule: each.reason for each in report.undecided if each.resource == pipelines["key-granted"].delivery
    }
    assert undecided == {"KMS010": f"whether {role} may use the key is known only in part"}


@pytest.mark.parametrize("operation", ["DescribeKey", "ListGrants", "GetKeyPolicy"])
def test_a_key_that_may_not_be_read_is_not_judged(audited: Audited, operation: str) -> None:
    denied = made.clients(**{f"kms__{operation}": made.refused("AccessDeniedException")})
    report = audit(Account(denied), Audit(names=("key",)))
    assert [str(finding) for finding in report.findings] == []
    assert {(one.call, one.reason) for one in report.skipped} == {
        (f"kms:{operation}", f"permission is missing: kms:{operation}")
    }


def test_what_was_not_read_is_said_beside_a_finding_that_names_it(audited: Audited) -> None:
    denied = made.clients(iam__ListAttachedRolePolicies=made.refused("AccessDenied", 403))
    report = audit(Account(denied), Audit(names=("trust",)))
    role = f"arn:aws:iam::{ACCOUNT}:role/trust-delivery"
    assert role in {each.given for each in report.findings}
    assert role in {one.resource for one in report.skipped}


def test_what_a_missing_role_may_do_is_open_and_says_that_it_was_not_read(audited: Audited) -> None:
    report, pipelines = audited
    reasons = {each.reason for each in report.undecided if each.resource == pipelines["no-role"].delivery}
    assert reasons == {"the role was not read"}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_every_form_of_the_report_names_each_resource_that_has_a_finding(audited: Audited, form: str) -> None:
    report = audited[0]
    written = as_lines(report) if form == "text" else FORMATS[form](report)
    missing = {each.resource for each in report.findings if each.resource not in written}
    assert missing == set()
    if form == "json":
        document = json.loads(written)
        assert len(document["findings"]) == len(report.findings)
        assert {quota["name"] for quota in document["quotas"]} >= {"registered consumers", "delivery streams"}
    if form == "sarif":
        (run,) = json.loads(written)["runs"]
        assert len(run["results"]) == len(report.findings) + len(report.undecided)
