"""A log group, searchable."""

from constructs_lib.limits import limit
from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LOG_GROUP, arn, text
from constructs_lib.patterns.pattern import Parameter, Pattern

LOGS_TO_OPENSEARCH = Pattern(
    id="logs-to-opensearch",
    title="Logs to OpenSearch",
    summary="The events of a log group, unpacked and indexed in an OpenSearch domain.",
    construct="constructs_lib.cdk.patterns.logs_to_opensearch:LogsToOpenSearch",
    parameters=(
        Parameter(
            name="log_group_name",
            schema={"description": "Log group whose events are JSON.", "type": "string", "pattern": LOG_GROUP},
            example="/shop/orders",
            at_deployment=True,
        ),
        Parameter(
            name="domain_arn",
            schema=arn("es", "Domain of OpenSearch."),
            example="arn:aws:es:eu-west-1:111122223333:domain/search",
        ),
        Parameter(
            name="index",
            schema=text("Name of the index, to which the rotation adds its time.", pattern=r"^[a-z0-9][a-z0-9_-]*$")
            | {"maxLength": limit("firehose-opensearch-index-name-length").high},
            example="orders",
            at_deployment=True,
        ),
        Parameter(
            name="rotation",
            schema={
                "description": "How often a new index begins.",
                "type": "string",
                "enum": list(limit("firehose-opensearch-rotation-enum").allowed),
            },
            example="OneDay",
            default="OneDay",
        ),
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
