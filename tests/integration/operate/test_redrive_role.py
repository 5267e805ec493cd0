"""The function of a redrive at scale works under the role that is synthesized for it, and needs all that it allows.

The local AWS evaluates the policies of a function's role where it is told to.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from constructs_lib.cdk import RedriveStateMachine
from constructs_lib.local import LocalAws, process
from tests.integration.operate.redrive_machine import create_function, zipped

BUCKET = "failures"
STREAMS = {name: f"arn:aws:kinesis:us-east-1:000000000000:stream/{name}" for name in ("again", "source")}
OF_ITS_LOG = "logs:"


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    plain = process.settings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "settings", lambda **given: {**plain(**given), "AUTH": "true"})
        with LocalAws.start() as running:
            running.client("s3").create_bucket(Bucket=BUCKET)
            for name in STREAMS:
                running.client("kinesis").create_stream(StreamName=name, ShardCount=1)
            yield running


@dataclass(frozen=True)
class Deployed:
    """What was synthesized, and where it runs."""

    aws: LocalAws
    code: bytes
    function: dict[str, Any]
    trust: dict[str, Any]
    statements: list[dict[str, Any]]
    items: list[dict[str, Any]]

    def outcome(self, name: str, statements: list[dict[str, Any]]) -> Any:
        """Begin and send under a role of these statements; give the numbers, or the error that ends it."""
        iam = self.aws.client("iam")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(self.trust))["Role"]["Arn"]
        document = {"Version": "2012-10-17", "Statement": statements}
        iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps(document))
        create_function(self.aws, self.code, self.function, name=name, role=role)
        begun = self.call(name, {"step": "begin", "input": {}, "execution": name})
        if "options" not in begun:
            return begun["errorMessage"]
        batch = {"BatchInput": {"options": begun["options"]}, "Items": self.items}
        sent = self.call(name, {"step": "send", "batch": batch})
        return sent.get("totals") or sent["errorMessage"]

    def call(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        answer = self.aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
        return dict(json.loads(answer["Payload"].read()))


@pytest.fixture(scope="module")
def deployed(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    folder = tmp_path_factory.mktemp("assembly")
    app = App(outdir=str(folder))
    stack = Stack(app, "Redrive")
    again, source = (kinesis.Stream.from_stream_arn(stack, name, arn) for name, arn in STREAMS.items())
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", BUCKET)
    RedriveStateMachine(stack, "Again", bucket=bucket, target=again, prefix="errors/", read_again=[source])
    resources = resolved(Template.from_stack(stack).to_json()["Resources"])
    app.synth()
    (handler,) = folder.glob("asset.*/constructs_lib/operate/redrive/function.py")
    role = next(each["Properties"] for name, each in resources.items() if name.startswith("AgainSenderRole"))
    return Deployed(
        aws,
        zipped(handler.parents[3]),
        next(each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Function"),
        role["AssumeRolePolicyDocument"],
        role["Policies"][0]["PolicyDocument"]["Statement"],
        failures(aws),
    )


def resolved(value: Any) -> Any:
    """Put values into the references of a template."""
    known = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "000000000000"}
    match value:
        case {"Ref": name}:
            return known.get(name, name)
        case {"Fn::Join": [separator, parts]}:
            return separator.join(map(resolved, parts))
        case {"Fn::GetAtt": [name, _]}:
            return f"arn:aws:logs:us-east-1:000000000000:log-group:{name}:*"
        case dict():
            return {name: resolved(one) for name, one in value.items()}
        case list():
            return [resolved(one) for one in value]
    return value


def failures(aws: LocalAws) -> list[dict[str, Any]]:
    """Write a record, a line that nobody can read, and the position of a record that is still in its stream."""
    put = aws.client("kinesis").put_record(StreamName="source", Data=b"two", PartitionKey="k")
    number = put["SequenceNumber"]
    place = {"streamArn": STREAMS["source"], "shardId": put["ShardId"], "batchSize": 1}
    info = {**place, "startSequenceNumber": number, "endSequenceNumber": number}
    line = json.dumps({"errorCode": "Lambda.FunctionError", "rawData": b64encode(b"one").decode()})
    bodies = {"errors/lines": f"{line}\nbroken", "errors/position": json.dumps({"KinesisBatchInfo": info})}
    for key, body in bodies.items():
        aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body.encode())
    return [{"Key": key, "Size": len(body), "LastModified": 1} for key, body in bodies.items()]


def test_the_role_is_enough_and_no_statement_of_it_is_too_much(deployed: Deployed) -> None:
    whole = {"read": 3, "sent": 2, "failed": 0, "unreadable": 1, "skipped": {}}
    assert deployed.outcome("whole", deployed.statements) == whole
    for number, left_out in enumerate(deployed.statements):
        actions = [left_out["Action"]] if isinstance(left_out["Action"], str) else left_out["Action"]
        if actions[0].startswith(OF_ITS_LOG):
            continue
        rest = [each for each in deployed.statements if each is not left_out]
        outcome = deployed.outcome(f"without-{number}", rest)
        if actions == ["s3:GetObject"]:
            assert (outcome["sent"], outcome["unreadable"]) == (0, 2)
        else:
            assert "permission is missing" in outcome
            assert any(action in outcome for action in actions)


def test_a_run_that_cannot_write_its_results_sends_nothing(deployed: Deployed) -> None:
    rest = [each for each in deployed.statements if each["Action"] != "s3:PutObject"]
    assert deployed.outcome("mute", rest).startswith(f"cannot use s3://{BUCKET} for results: permission is missing")
