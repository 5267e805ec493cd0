from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.cdk import DataStream, DeliveryStream, FailureBucket, RedriveStateMachine, S3Destination
from constructs_lib.cdk.redrive import state_machine
from constructs_lib.operate.redrive.options import RunRefused
from constructs_lib.policy import check
from tests.synth.parts import only, resources

FUNCTION, MACHINE = "AWS::Lambda::Function", "AWS::StepFunctions::StateMachine"
LOGICAL_IDS = {
    "AgainChildrenA0067C3E": "AWS::IAM::Policy",
    "AgainLog1A79CD76": "AWS::Logs::LogGroup",
    "AgainRole25BAF619": "AWS::IAM::Role",
    "AgainSenderFunction407DF718": "AWS::Lambda::Function",
    "AgainSenderLog927C2B6A": "AWS::Logs::LogGroup",
    "AgainSenderRoleF6276D4D": "AWS::IAM::Role",
    "AgainStateMachine3F67D8CD": "AWS::StepFunctions::StateMachine",
}


def redrive(stack, **options):
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "failures")
    target = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:us-east-1:111122223333:stream/again")
    return RedriveStateMachine(stack, "Again", **{"bucket": bucket, "target": target, **options})


def definition(stack):
    parts = only(stack, MACHINE)["DefinitionString"]["Fn::Join"][1]
    arn = "arn:aws:lambda:us-east-1:111122223333:function:again"
    partition = {"Ref": "AWS::Partition"}
    return json.loads("".join(each if isinstance(each, str) else "aws" if each == partition else arn for each in parts))


def allowed(stack, beginning):
    (role,) = [
        each["Properties"]
        for name, each in resources(stack).items()
        if each["Type"] == "AWS::IAM::Role" and name.startswith(beginning)
    ]
    return role["Policies"][0]["PolicyDocument"]["Statement"]


def actions(statements):
    found = [each["Action"] for each in statements]
    return {action for each in found for action in ([each] if isinstance(each, str) else each)}


def test_no_logical_id_has_changed(stack):
    redrive(stack)
    assert {name: each["Type"] for name, each in resources(stack).items()} == LOGICAL_IDS


def test_the_states_are_valid_amazon_states_language(stack):
    redrive(stack)
    properties = {"RoleArn": "arn:aws:iam::111122223333:role/any", "Definition": definition(stack)}
    template = {"Resources": {"Machine": {"Type": MACHINE, "Properties": properties}}}
    assert [str(match) for match in lint_all(json.dumps(template)) if match.rule.severity != "informational"] == []
    del properties["Definition"]["StartAt"]
    assert "E3601" in {match.rule.id for match in lint_all(json.dumps(template))}


def test_every_state_can_be_reached_and_leads_to_one_that_exists(stack):
    redrive(stack)
    outer = definition(stack)
    for machine in (outer, outer["States"]["Redrive"]["ItemProcessor"]):
        states = machine["States"]
        following = {each[name] for each in states.values() for name in ("Next", "Default") if name in each}
        following |= {choice["Next"] for each in states.values() for choice in each.get("Choices", [])}
        assert following | {machine["StartAt"]} == set(states)
        assert sum("End" in each for each in states.values()) == 1


def test_what_was_asked_for_wrongly_is_not_tried_again(stack):
    redrive(stack)
    outer = definition(stack)["States"]
    for state in (outer["Begin"], outer["Report"], outer["Redrive"]["ItemProcessor"]["States"]["Send"]):
        assert state["Retry"][0] == {"ErrorEquals": [RunRefused.__name__], "MaxAttempts": 0}


def test_batches_are_read_run_and_written_as_the_arguments_say(stack):
    redrive(stack, max_concurrency=7, batch_objects=20, tolerated_failure_percentage=0)
    found = definition(stack)["States"]["Redrive"]
    assert (found["MaxConcurrency"], found["ToleratedFailurePercentage"]) == (7, 0)
    assert found["ItemBatcher"]["MaxItemsPerBatch"] == 20
    assert found["ItemReader"]["Parameters"] == {"Bucket": "failures", "Prefix.$": "$.options.prefix"}
    assert found["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


def test_the_roles_may_do_what_a_redrive_does_below_its_prefix_and_nothing_else(stack):
    failures = FailureBucket(stack, "Failures")
    stream = DataStream(stack, "Target", key=kms.Key(stack, "Key", enable_key_rotation=True))
    redrive(stack, bucket=failures, target=stream, prefix="errors/", read_again=[stream])
    sender = allowed(stack, "AgainSender")
    assert actions(sender) == {
        *("s3:ListBucket", "s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"),
        *("kinesis:PutRecords", "kinesis:GetRecords", "kinesis:GetShardIterator"),
        *("logs:CreateLogStream", "logs:PutLogEvents"),
    }
    objects = [each for each in sender if each["Action"] in ("s3:GetObject", "s3:PutObject")]
    written = {each["Action"]: each["Resource"]["Fn::Join"][1][1] for each in objects}
    assert written == {"s3:GetObject": "/errors/*", "s3:PutObject": "/errors/redrive/*"}
    (listing,) = [each for each in sender if each["Action"] == "s3:ListBucket"]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": "errors/*"}}
    machine = actions(allowed(stack, "AgainRole"))
    assert {action for action in machine if not action.startswith("logs:")} == {
        *("lambda:InvokeFunction", "s3:ListBucket", "kms:Decrypt", "kms:GenerateDataKey"),
        *("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"),
    }


def test_a_delivery_stream_is_written_by_batches(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(prefix="orders/"))
    redrive(stack, target=delivery)
    assert only(stack, FUNCTION)["Environment"]["Variables"]["TARGET"]["Fn::Join"][1][0] == "delivery:"
    assert "firehose:PutRecordBatch" in actions(allowed(stack, "AgainSender"))


def test_a_transform_is_packed_beside_the_code_of_the_command(app, stack, tmp_path):
    repair = tmp_path / "repair.py"
    repair.write_text("def transform(record):\n    return record\n")
    redrive(stack, transform=repair)
    (entry,) = Path(app.synth().directory).glob("asset.*/redrive_transform.py")
    program = (
        f"import sys; sys.path[:0] = [{str(entry.parent)!r}]; sys.path += [{str(Path(boto3.__file__).parents[1])!r}]; "
        "import json, redrive_transform, constructs_lib.operate.redrive.function as function; "
        "ours = [name for name in sys.modules if name.startswith('constructs_lib.')]; "
        "print(json.dumps([function.__file__, sorted({'.'.join(name.split('.')[:2]) for name in ours})]))"
    )
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={})
    file, rooms = json.loads(done.stdout)
    assert Path(file).is_relative_to(entry.parent)
    assert rooms == ["constructs_lib.limits", "constructs_lib.operate", "constructs_lib.runtime"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"max_concurrency": 0}, "max_concurrency is 0"),
        ({"batch_objects": 0}, "batch_objects is 0"),
        ({"tolerated_failure_percentage": 101}, "give 0 to 100"),
        ({"transform": "nowhere.py"}, "there is no file 'nowhere.py'"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(stack, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        redrive(stack, **options)
    assert [child.node.id for child in stack.node.children] == ["Bucket", "Stream"]


def test_a_prefix_must_be_known(stack):
    with pytest.raises(ValueError, match="prefix holds a token"):
        redrive(stack, prefix=f"{stack.region}/")


def test_the_example_runs_as_it_stands():
    done = doctest.testmod(state_machine)
    assert (done.failed, done.attempted) == (0, 5)


@pytest.mark.parametrize("tracing", [False, True])
def test_other_packs_find_nothing_without_a_written_reason(app, stack, tracing):
    failures = FailureBucket(stack, "Failures")
    redrive(stack, bucket=failures, target=DataStream(stack, "Target"), prefix="errors/", tracing=tracing)
    template = {"Resources": resources(stack)}
    assert [str(match) for match in lint_all(json.dumps(template)) if match.rule.severity != "informational"] == []
    assert [finding for finding in check(template).findings if finding.severity != "info"] == []
    report = AwsSolutionsChecks().validate_scope(app)
    assert [(found.rule_name, found.violating_resources[0].construct_path) for found in report.violations] == []
