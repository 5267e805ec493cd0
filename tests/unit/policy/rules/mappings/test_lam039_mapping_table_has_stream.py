from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.rules.mappings.lam039_mapping_table_has_stream import READ, TABLE

lam039 = RuleCase("LAM039")


def test_a_table_without_a_stream_is_found() -> None:
    assert lam039.finds(READ + TABLE).property == "EventSourceArn"
    lam039.finds(sam(type="DynamoDB", source="Stream: !GetAtt Items.StreamArn") + TABLE)
    lam039.finds(READ + TABLE.replace("::Table", "::GlobalTable"))


def test_a_table_with_a_stream_passes() -> None:
    lam039.passes(READ + TABLE + "      StreamSpecification: {StreamViewType: KEYS_ONLY}")


def test_a_table_elsewhere_does_not_apply() -> None:
    lam039.passes(READ.replace("!GetAtt Items.StreamArn", "!ImportValue stream") + TABLE)
    lam039.passes(READ.replace("!GetAtt Items.StreamArn", "!GetAtt Orders.Arn") + TABLE)


def test_a_stream_that_a_parameter_decides_is_found_where_it_is_missing() -> None:
    head = "Parameters: {Size: {Type: String}}\nConditions: {Large: !Equals [!Ref Size, large]}"
    spec = "      StreamSpecification: !If [Large, {StreamViewType: KEYS_ONLY}, !Ref AWS::NoValue]"
    lam039.finds(head + READ + TABLE + spec)
