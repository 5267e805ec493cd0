"""What specs of examples name that is there already."""

from __future__ import annotations

ARN = "arn:aws:{}:eu-west-1:111122223333:{}"
KEY = ARN.format("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")
FUNCTION = ARN.format("lambda", "function:clean")
ROLE = "arn:aws:iam::111122223333:role/clean"
BUCKET = "arn:aws:s3:::orders-of-shops"
TOPIC = ARN.format("sns", "on-call")
QUEUE = ARN.format("sqs", "lost")
DELIVERY = ARN.format("firehose", "deliverystream/elsewhere")
CHANGES = ARN.format("dynamodb", "table/orders/stream/2026-01-31T08:00:00.000")
STREAM = ARN.format("kinesis", "stream/elsewhere")
SECRET = ARN.format("secretsmanager", "secret:ingest-AbCdEf")
DOMAIN = ARN.format("es", "domain/search")
TABLE = {"database": "air", "name": "flights"}
COLLECTION = {
    "name": "search",
    "arn": ARN.format("aoss", "collection/0123456789abcdefghij"),
    "endpoint": "https://0123456789abcdefghij.eu-west-1.aoss.amazonaws.com",
}
CLUSTER = ARN.format("kafka", "cluster/events/1234abcd-12ab-34cd-56ef-1234567890ab-1")
WAREHOUSE = "jdbc:redshift://air.111122223333.eu-west-1.redshift-serverless.amazonaws.com:5439/dev"
ACCOUNT_URL = "https://acme.snowflakecomputing.com"
CODE = {"bucket": BUCKET, "key": "scores.jar"}
SCHEMA = {"arn": ARN.format("glue", "schema/events/flights"), "registryArn": ARN.format("glue", "registry/events")}
CHANNEL_TABLE = {
    "tableBucket": ARN.format("s3tables", "bucket/lake"),
    "namespace": "air",
    "name": "flights",
    "schema": SCHEMA,
}
SNOWFLAKE = {"accountUrl": ACCOUNT_URL, "database": "AIR", "schema": "PUBLIC", "table": "FLIGHTS", "secret": SECRET}
LINK = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"
VPC = {"subnets": ["subnet-0123456789abcdef0"], "securityGroups": ["sg-0123456789abcdef0"]}
EVENT = {"properties": {"carrier": {"type": "string"}, "price": {"type": "number"}}}
DATABASE = {
    "engine": "MySQL",
    "endpoint": "air.cluster-abc.eu-west-1.rds.amazonaws.com",
    "secret": SECRET,
    "vpcEndpointService": "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
    "databases": {"include": ["air"]},
    "tables": {"include": ["air.flights"]},
    "watermarkTable": "air.watermarks",
}
