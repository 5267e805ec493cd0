"""Records of other accounts."""

from constructs_lib.patterns.forms import ACCOUNT, ALARM_TOPIC, FIRST, LAKE_INTERVAL, RETENTION, texts
from constructs_lib.patterns.pattern import Parameter, Pattern

CROSS_ACCOUNT_INGEST = Pattern(
    id="cross-account-ingest",
    title="Cross-account ingest",
    summary="A stream under a customer key into which other accounts write, delivered to S3 of this one.",
    construct="constructs_lib.cdk.patterns.cross_account_ingest:CrossAccountIngest",
    parameters=(
        Parameter(
            name="producer_accounts",
            schema=texts("Accounts that may write.", ACCOUNT),
            example=["222233334444"],
            guarded=True,
        ),
        RETENTION,
        LAKE_INTERVAL,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
