from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.producers import DIRECT, FILTER, RULE, STREAM, template

prd012 = RuleCase("PRD012")
NO_ROLE = RULE.replace(", RoleArn: !GetAtt Role.Arn", "")


def test_the_finding_lies_where_the_role_should_be() -> None:
    assert prd012.finds(template(STREAM, NO_ROLE)).property == "Targets.0.RoleArn"


def test_log_subscriptions_and_topics_need_one_too() -> None:
    prd012.finds(template(STREAM, FILTER.replace("    RoleArn: !GetAtt Role.Arn\n", "")))
    subscription = """
    Subscription:
      Type: AWS::SNS::Subscription
      Properties: {Protocol: firehose, Endpoint: !GetAtt Delivery.Arn}
    """
    prd012.finds(template(DIRECT, subscription))


def test_a_literal_arn_is_read() -> None:
    prd012.finds(template(NO_ROLE.replace("!GetAtt Orders.Arn", "arn:aws:kinesis:us-east-1:111122223333:stream/a")))


def test_functions_queues_and_log_destinations_need_none() -> None:
    for arn in ("lambda:us-east-1:111122223333:function:a", "sqs:us-east-1:111122223333:a"):
        prd012.passes(template(NO_ROLE.replace("!GetAtt Orders.Arn", f"arn:aws:{arn}")))
    filter_ = FILTER.replace("    RoleArn: !GetAtt Role.Arn\n", "")
    destination = "arn:aws:logs:us-east-1:111122223333:destination:a"
    prd012.passes(template(filter_.replace("!GetAtt Orders.Arn", destination)))


def test_a_role_that_is_not_known_passes() -> None:
    prd012.passes(template(STREAM, RULE.replace("!GetAtt Role.Arn", "!ImportValue role")))


def test_a_role_under_a_condition_is_found_where_it_is_missing() -> None:
    conditions = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\n"
    text = RULE.replace("!GetAtt Role.Arn", "!If [C, !ImportValue role, !Ref AWS::NoValue]")
    assert "C is false" in prd012.finds(conditions + template(STREAM, text)).message


def test_a_subscription_inside_of_a_topic_has_no_place_for_the_role() -> None:
    topic = "Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: firehose, Endpoint: %s}]}}"
    prd012.finds(template(DIRECT, topic % "!GetAtt Delivery.Arn"))
    prd012.passes(template(DIRECT, topic % "arn:aws:sqs:us-east-1:111122223333:a"))
