"""What a firewall and an API log."""

from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LAKE_INTERVAL, arn
from constructs_lib.patterns.pattern import Parameter, Pattern

WAF_AND_API_LOGS = Pattern(
    id="waf-and-api-logs",
    title="WAF and API logs",
    summary="Logs of a web ACL and access logs of APIs, each with a delivery stream of the name that AWS asks for.",
    construct="constructs_lib.cdk.patterns.waf_and_api_logs:WafAndApiLogs",
    parameters=(
        Parameter(
            name="name",
            schema={
                "description": "End of the delivery streams' names.",
                "type": "string",
                "pattern": r"^[A-Za-z0-9-]{1,40}$",
            },
            example="shop",
        ),
        Parameter(
            name="web_acl_arn",
            schema=arn("wafv2", "Web ACL that is logged."),
            example="arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1234abcd-12ab-34cd-56ef-1234567890ab",
            at_deployment=True,
        ),
        LAKE_INTERVAL,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
