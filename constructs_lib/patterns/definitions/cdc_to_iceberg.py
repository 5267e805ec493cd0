"""Changes of a database, as rows of an Iceberg table."""

from constructs_lib.limits import limit
from constructs_lib.patterns.forms import ALARM_TOPIC, BUCKET, FIELD, FIRST, RETENTION, TABLE, text, texts
from constructs_lib.patterns.pattern import Parameter, Pattern

CDC_TO_ICEBERG = Pattern(
    id="cdc-to-iceberg",
    title="Change data capture to Iceberg",
    summary="A stream of changes that inserts, updates and deletes rows of an Iceberg table by their keys.",
    construct="constructs_lib.cdk.patterns.cdc_to_iceberg:CdcToIceberg",
    parameters=(
        Parameter(
            name="database",
            schema=text("Database of the Glue catalog.", pattern=TABLE),
            example="shop",
        ),
        Parameter(
            name="table",
            schema=text("Table of Iceberg, which is there.", pattern=TABLE)
            | {"maxLength": limit("firehose-iceberg-table-name-length").high},
            example="orders",
        ),
        Parameter(
            name="unique_keys",
            schema=texts("Columns that tell one row from all others.", FIELD),
            example=["order_id"],
        ),
        Parameter(
            name="bucket_name",
            schema={"description": "Bucket of the table's files.", "type": "string", "pattern": BUCKET},
            example="amzn-s3-demo-bucket",
            guarded=True,
        ),
        Parameter(
            name="operation_field",
            schema={
                "description": "Field of a record that says insert, update or delete.",
                "type": "string",
                "pattern": FIELD,
            },
            example="operation",
            default="operation",
        ),
        RETENTION,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
