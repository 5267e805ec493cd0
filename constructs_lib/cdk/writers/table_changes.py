"""The changes of a DynamoDB table, written into a data stream."""

from __future__ import annotations

from enum import Enum

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kinesis as kinesis

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.writers.targets import is_stream, target_of

ARGUMENTS = {"KinesisStreamSpecification.StreamArn": "stream"}


class ChangePrecision(Enum):
    """How exactly a record tells when its change was made.

    Source: CloudFormation Template Reference, `AWS::DynamoDB::Table KinesisStreamSpecification`.
    """

    MILLISECOND = "MILLISECOND"
    MICROSECOND = "MICROSECOND"


DEFAULT_PRECISION = ChangePrecision.MICROSECOND


def stream_changes(
    table: dynamodb.Table, *, stream: kinesis.IStream, precision: ChangePrecision = DEFAULT_PRECISION
) -> None:
    """Write every change of a table into a data stream, with a role of DynamoDB's own.

    Changes may arrive twice and out of order: consumers order the changes of an item by the time of the change, for
    which milliseconds do not suffice.

    Args:
        table: a `Table` of this app; give `kinesis_stream=` to a `TableV2`.
        stream: of the same account and region.
        precision: microseconds unless given.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the table is not defined here, or the target is no data stream.

    Example:
        >>> stream_changes(table, stream=stream)  # doctest: +SKIP
    """
    resource = table.node.default_child
    if not isinstance(resource, dynamodb.CfnTable):
        raise TypeError("only a Table of this app can be changed: give kinesis_stream= to a TableV2")
    if not is_stream(stream):
        raise TypeError("DynamoDB writes into data streams only: let a delivery stream read one, and give that")
    written = target_of(stream)
    approve(
        path_of(table),
        resource.cfn_resource_type,
        {"KinesisStreamSpecification": {"StreamArn": written.arn}},
        arguments=ARGUMENTS,
        context=[written.definition],
        references=written.references,
    ).annotate(table)
    resource.kinesis_stream_specification = dynamodb.CfnTable.KinesisStreamSpecificationProperty(
        stream_arn=written.arn, approximate_creation_date_time_precision=precision.value
    )
