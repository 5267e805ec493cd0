"""What could not be delivered: where it rests, and how it is sent again."""

from aws_cdk import App, Stack

from constructs_lib.cdk import (
    DataStream,
    DeliveryStream,
    FailureBucket,
    KinesisSource,
    RedriveStateMachine,
    S3Destination,
)

app = App()
stack = Stack(app, "Ingest")
stream = DataStream(stack, "Orders")
failures = FailureBucket(stack, "Failures")
lake = S3Destination(prefix="orders/", failures=failures)
DeliveryStream(stack, "ToLake", source=KinesisSource(stream), destination=lake)
RedriveStateMachine(stack, "Redrive", bucket=failures, target=stream)
app.synth()
