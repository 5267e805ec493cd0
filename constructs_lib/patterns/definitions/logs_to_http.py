"""A log group, sent to a vendor."""

from constructs_lib.limits import limit
from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LOG_GROUP, arn, text
from constructs_lib.patterns.pattern import Parameter, Pattern

LOGS_TO_HTTP = Pattern(
    id="logs-to-http",
    title="Logs to a vendor over HTTP",
    summary="The events of a log group, unpacked and sent to an endpoint, with its access key in Secrets Manager.",
    construct="constructs_lib.cdk.patterns.logs_to_http:LogsToHttp",
    parameters=(
        Parameter(
            name="log_group_name",
            schema={"description": "Log group whose events are sent.", "type": "string", "pattern": LOG_GROUP},
            example="/shop/orders",
            at_deployment=True,
        ),
        Parameter(
            name="endpoint_url",
            schema=text("Address that takes the requests of Firehose.", pattern=r"^https://.+$")
            | {"maxLength": limit("firehose-http-url-length").high},
            example="https://ingest.example.com/v1",
        ),
        Parameter(
            name="secret_arn",
            schema=arn("secretsmanager", "Whole ARN of the secret that holds the access key."),
            example="arn:aws:secretsmanager:eu-west-1:111122223333:secret:firehose/vendor-AbCdEf",
            guarded=True,
        ),
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
