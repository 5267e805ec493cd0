"""Where a delivery stream writes to: S3, warehouses, search, tables, partners and any other HTTPS endpoint."""

from aws_cdk import App, Stack
from aws_cdk.aws_secretsmanager import Secret

from constructs_lib.cdk import DeliveryStream, HttpEndpointDestination
from constructs_lib.cdk.delivery.partners import DATADOG

app = App()
stack = Stack(app, "Ingest")
key = Secret.from_secret_name_v2(stack, "Key", "firehose/datadog")
DeliveryStream(
    stack,
    "ToDatadog",
    destination=HttpEndpointDestination(endpoint=DATADOG.at("logs-eu"), secret=key),
)
app.synth()
