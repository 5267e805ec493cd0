from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from constructs_lib.runtime import Drop, Fail, Ok, transform
from constructs_lib.testing import NotCompliant, assert_fits
from constructs_lib.testing.contract import RESPONSE

PREFIX = "carrier=!{partitionKeyFromLambda:carrier}/day=!{partitionKeyFromLambda:day}/"
EVENT = {"carrier": "UA", "day": "2013-01-01", "flight": 1545}
PROPERTIES: dict[str, Any] = {
    "ExtendedS3DestinationConfiguration": {
        "BucketARN": "arn:aws:s3:::lake",
        "RoleARN": "arn:aws:iam::111122223333:role/delivery",
        "Prefix": PREFIX,
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {
            "Enabled": True,
            "Processors": [
                {
                    "Type": "Lambda",
                    "Parameters": [
                        {
                            "ParameterName": "LambdaArn",
                            "ParameterValue": "arn:aws:lambda:us-east-1:111122223333:function:clean",
                        }
                    ],
                }
            ],
        },
    }
}


def keep(event: dict[str, Any]) -> Ok:
    return Ok(event, {"carrier": event["carrier"], "day": event["day"]})


def misfits(stream: Any, each: Callable[[Any], Any] = keep, samples: Any = (EVENT,), **options: Any) -> NotCompliant:
    with pytest.raises(NotCompliant) as caught:
        assert_fits(stream, transform(each), samples, **options)
    return caught.value


def template(**changes: Any) -> dict[str, Any]:
    properties = copy.deepcopy(PROPERTIES)
    (processor,) = properties["ExtendedS3DestinationConfiguration"]["ProcessingConfiguration"]["Processors"]
    processor["Parameters"][0]["ParameterValue"] = {"Fn::GetAtt": ["Clean", "Arn"]}
    function = {"Runtime": "python3.13", "Handler": "index.handler", "Timeout": 120, **changes}
    return {
        "Resources": {
            "Clean": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Orders": {
                "Type": "AWS::KinesisFirehose::DeliveryStream",
                "Metadata": {"kinesis-constructs": {"output_growth": 1.5}},
                "Properties": properties,
            },
        }
    }


def test_a_handler_that_returns_the_keys_of_the_prefix_fits():
    assert_fits(PROPERTIES, transform(keep), [EVENT, b"no JSON"])
    assert_fits(template(), transform(keep), [EVENT], logical_id="Orders")


@pytest.mark.parametrize("keys", [{}, {"carrier": "UA"}, {"carrier": "UA", "day": "1", "hour": "2"}])
def test_other_keys_than_those_of_the_prefix_do_not_fit(keys):
    error = misfits(PROPERTIES, lambda event: Ok(event, keys))
    assert [finding.rule for finding in error.report.findings] == ["FIT004"]
    assert "allowed   carrier, day" in str(error)
    assert f"given     {', '.join(sorted(keys)) or 'no keys'}" in str(error)


def test_growth_is_compared_with_what_the_template_or_the_test_declares():
    def grow(event: dict[str, Any]) -> Ok:
        return Ok({**event, "more": "x" * 40}, {"carrier": "UA", "day": "1"})

    assert [finding.rule for finding in misfits(template(), grow).report.findings] == ["FIT005"]
    assert_fits(template(), transform(grow), [EVENT], output_growth=3.0)


def test_a_function_that_outlasts_firehose_does_not_fit():
    assert [finding.rule for finding in misfits(template(Timeout=600)).report.findings] == ["KDF050"]


def permitted(*statements: dict[str, Any]) -> dict[str, Any]:
    """Give the template a role in place of one of another account."""
    found = template()
    orders = found["Resources"]["Orders"]["Properties"]["ExtendedS3DestinationConfiguration"]
    orders["RoleARN"] = {"Fn::GetAtt": ["Role", "Arn"]}
    found["Resources"]["Role"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "firehose.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            },
            "Policies": [{"PolicyName": "access", "PolicyDocument": {"Statement": list(statements)}}],
        },
    }
    return found


OBJECTS = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lake/*"}
INVOKE = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Fn::GetAtt": ["Clean", "Arn"]}}


def test_a_role_that_may_not_invoke_the_function_does_not_fit():
    assert [finding.rule for finding in misfits(permitted(OBJECTS)).report.findings] == ["IAM032"]
    assert_fits(permitted(OBJECTS, INVOKE), transform(keep), [EVENT])


def test_the_growth_is_that_of_the_records_that_are_delivered():
    def drop_large(event: dict[str, Any]) -> Ok | Drop:
        return Drop("large") if "large" in event else Ok({**event, "more": "x" * 40}, {"carrier": "UA", "day": "1"})

    error = misfits(template(), drop_large, [EVENT, {"large": "x" * 10_000}])
    (finding,) = error.report.findings
    received = len(json.dumps(EVENT))
    answered = len(json.dumps({**EVENT, "more": "x" * 40}, separators=(",", ":"))) + len("\n")
    assert (finding.rule, finding.given) == ("FIT005", f"{answered / received:.2f} bytes per byte")


def test_an_answer_that_lambda_would_refuse_does_not_fit():
    def unguarded(event: dict[str, Any], context: Any) -> dict[str, Any]:
        keys = {"metadata": {"partitionKeys": {"carrier": "UA", "day": "1"}}}
        data = base64.b64encode(b"x" * 1_000_000).decode()
        records = [{"recordId": one["recordId"], "result": "Ok", "data": data, **keys} for one in event["records"]]
        return {"records": records}

    with pytest.raises(NotCompliant) as caught:
        assert_fits(PROPERTIES, unguarded, [EVENT] * 5, output_growth=1e6)
    (finding,) = caught.value.report.findings
    assert (finding.rule, finding.allowed) == ("FIT006", f"at most {int(RESPONSE.high)} bytes")
    assert_fits(PROPERTIES, unguarded, [EVENT] * 4, output_growth=1e6)


@pytest.mark.parametrize("each", [lambda _: Drop("all"), lambda _: Fail("all")])
def test_samples_of_which_none_is_delivered_prove_nothing(each):
    assert [finding.rule for finding in misfits(PROPERTIES, each).report.findings] == ["FIT003"]


@pytest.mark.parametrize(
    "answer",
    [
        {"records": []},
        {},
        {"records": [{"recordId": "sample-0", "result": "OK"}]},
        {"records": [{"recordId": "sample-0", "result": "Ok", "data": "%"}]},
    ],
    ids=["lost", "no records", "unknown result", "not base64"],
)
def test_an_answer_that_firehose_would_refuse_does_not_fit(answer):
    with pytest.raises(NotCompliant) as caught:
        assert_fits(PROPERTIES, lambda _event, _context: answer, [EVENT])
    assert [finding.rule for finding in caught.value.report.findings] == ["FIT002"]


def test_a_stream_that_calls_no_function_does_not_fit():
    properties = {"ExtendedS3DestinationConfiguration": {"BucketARN": "arn:aws:s3:::lake"}}
    assert [finding.rule for finding in misfits(properties).report.findings] == ["FIT001"]


def test_a_test_that_proves_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one sample"):
        assert_fits(PROPERTIES, transform(keep), [])
    with pytest.raises(ValueError, match="one delivery stream of the template: Orders"):
        assert_fits(template(), transform(keep), [EVENT], logical_id="Other")
