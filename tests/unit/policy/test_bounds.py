from __future__ import annotations

import json

import pytest
from sam import sam

from constructs_lib.graph import Definition, Undecided
from constructs_lib.graph.readers.definitions import read_definitions
from constructs_lib.graph.readers.template import read_template
from constructs_lib.limits import Kind
from constructs_lib.policy import discover
from constructs_lib.policy.bounds import Bound, bound_rules, bounds
from constructs_lib.policy.bounds.example import properties_with
from constructs_lib.policy.engine import run

RANGES = [bound for bound in bounds() if bound.limit.kind is Kind.RANGE and not bound.when]


def define(bound: Bound, value: object) -> Definition:
    return Definition(id="Stack/It", type=bound.limit.resource, properties=properties_with(bound, value))


def bounds_broken(definition: Definition) -> list[str]:
    rules = [rule for rule in bound_rules() if definition.type in rule.resources]
    return [finding.rule for finding in run(read_definitions([definition]), rules).findings]


@pytest.mark.parametrize("bound", RANGES, ids=lambda bound: bound.rule)
def test_the_edges_of_a_range_are_allowed_and_what_lies_beyond_is_not(bound: Bound) -> None:
    for edge, step in ((bound.limit.minimum, -1), (bound.limit.maximum, 1)):
        if edge is None:
            continue
        assert bounds_broken(define(bound, edge)) == []
        assert bounds_broken(define(bound, edge + step)) == [bound.rule]


@pytest.mark.parametrize("bound", bounds(), ids=lambda bound: bound.rule)
def test_a_token_is_undecided_and_never_refused(bound: Bound) -> None:
    properties = properties_with(bound, Undecided("token"))
    if "EventSourceArn" in bound.when:
        properties["EventSourceArn"] = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    graph = read_definitions([Definition(id="Stack/It", type=bound.limit.resource, properties=properties)])
    results = run(graph, [rule for rule in discover() if rule.id == bound.rule])
    assert results.findings == []
    assert bound.rule in {result.rule for result in results.undecided}


def test_only_the_tighter_of_two_bounds_speaks() -> None:
    destination = {"BufferingHints": {"SizeInMBs": 0}, "DataFormatConversionConfiguration": {}}
    properties = {"ExtendedS3DestinationConfiguration": destination}
    definition = Definition(id="Stack/Lake", type="AWS::KinesisFirehose::DeliveryStream", properties=properties)
    assert bounds_broken(definition) == ["KDF012"]


def test_a_record_age_of_minus_one_means_for_ever() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    mapping = {"EventSourceArn": arn, "StartingPosition": "LATEST", "MaximumRecordAgeInSeconds": -1}
    definition = Definition(id="Stack/It", type="AWS::Lambda::EventSourceMapping", properties=mapping)
    assert bounds_broken(definition) == []


def test_bounds_of_kinesis_mappings_leave_other_sources_alone() -> None:
    arn = "arn:aws:kafka:us-east-1:111122223333:cluster/orders/1234abcd-12ab-34cd-56ef-1234567890ab-1"
    mapping = {"EventSourceArn": arn, "MaximumRecordAgeInSeconds": 30}
    definition = Definition(id="Stack/It", type="AWS::Lambda::EventSourceMapping", properties=mapping)
    assert bounds_broken(definition) == []


def test_bounds_of_kinesis_mappings_hold_for_the_events_of_a_sam_function() -> None:
    graph = read_template(
        sam("StartingPosition: LATEST", "BatchSize: 10001", "TumblingWindowInSeconds: 900"), "sam.yaml"
    )
    found = run(graph, bound_rules()).findings
    assert [(finding.rule, finding.property) for finding in found] == [
        ("LAM001", "Events.Incoming.Properties.BatchSize")
    ]


def test_bounds_of_kinesis_mappings_leave_a_queue_of_a_sam_function_alone() -> None:
    settings = ("MaximumBatchingWindowInSeconds: 900", "BatchSize: 10001")
    graph = read_template(sam(*settings, type="SQS", source="Queue: !GetAtt Jobs.Arn"), "sam.yaml")
    assert run(graph, bound_rules()).findings == []


def said(id: str, value: object) -> tuple[str | None, str | None]:
    """What a bound says of a value: what is given, and what is allowed."""
    bound = next(bound for bound in bounds() if bound.rule == id)
    definition = define(bound, value)
    found = run(read_definitions([definition]), [rule for rule in bound_rules() if rule.id == id]).findings
    return (found[0].given, found[0].allowed) if found else (None, None)


@pytest.mark.parametrize(
    ("id", "value", "given", "allowed"),
    [
        ("KDS001", 1, "1 hour", "24 to 8760 hours"),
        ("KDS001", 12, "12 hours", "24 to 8760 hours"),
        ("KDS004", 0, "0 shards", "at least 1 shard"),
        ("KDS002", "a" * 129, "129 characters", "1 to 128 characters"),
        ("KDS003", "orders!", "'orders!'", "text that matches [a-zA-Z0-9_.-]+"),
        ("KDS003", "orders", None, None),
        ("KDS050", "PROVISIONED", None, None),
        ("KDS050", "Provisioned", "Provisioned", "PROVISIONED, ON_DEMAND"),
        ("KDS057", [{"Key": str(n), "Value": ""} for n in range(51)], "51 items", "at most 50"),
        ("KDS057", [{"Key": str(n), "Value": ""} for n in range(50)], None, None),
    ],
)
def test_a_bound_says_what_is_given_and_what_is_allowed(
    id: str, value: object, given: str | None, allowed: str | None
) -> None:
    assert said(id, value) == (given, allowed)


@pytest.mark.parametrize(("value", "found"), [("three", ["KDF032"]), ("3", []), ("{{resolve:ssm:/retries}}", [])])
def test_a_parameter_of_a_processor_is_a_number_in_text(value: str, found: list[str]) -> None:
    retries = {"ParameterName": "NumberOfRetries", "ParameterValue": value}
    processing = {"Processors": [{"Type": "Lambda", "Parameters": [retries]}]}
    properties = {"SplunkDestinationConfiguration": {"ProcessingConfiguration": processing}}
    resources = {"Delivery": {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": properties}}
    results = run(read_template(json.dumps({"Resources": resources}), "retries.json"), bound_rules())
    assert [finding.rule for finding in results.findings] == found


def named(name: object) -> list[str]:
    stream = {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": {"DeliveryStreamName": name}}
    template = {"Parameters": {"Team": {"Type": "String"}}, "Resources": {"Delivery": stream}}
    return [
        finding.given or "" for finding in run(read_template(json.dumps(template), "name.json"), bound_rules()).findings
    ]


def test_a_known_piece_that_no_other_piece_mends_is_found() -> None:
    assert named({"Fn::Sub": "${Team} delivery"}) == ["' delivery'"]
    assert named({"Fn::Sub": "${Team}-" + "d" * 64}) == ["at least 65 characters"]


def test_a_text_that_may_turn_out_well_is_not_refused() -> None:
    assert named({"Fn::Sub": "${Team}-" + "d" * 60}) == []


def test_a_bound_of_several_properties_names_the_one() -> None:
    destination = {"SnowflakeDestinationConfiguration": {"MetaDataColumnName": "M" * 256}}
    definition = Definition(id="Stack/It", type="AWS::KinesisFirehose::DeliveryStream", properties=destination)
    rules = [rule for rule in bound_rules() if rule.id == "KDF452"]
    assert run(read_definitions([definition]), rules).findings[0].message.startswith("MetaDataColumnName is 256")


@pytest.mark.parametrize(("given", "broken"), [("true", []), ("False", []), ("yes", ["KDF446"])])
def test_whether_messages_are_extracted_is_a_flag_in_either_case(given: str, broken: list[str]) -> None:
    bound = next(bound for bound in bounds() if bound.rule == "KDF446")
    assert bounds_broken(define(bound, given)) == broken
