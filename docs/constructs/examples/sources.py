"""Where a delivery stream gets records from: producers, data streams, topics of Amazon MSK, tables of a database."""

from aws_cdk import App, Stack

from constructs_lib.cdk import DataStream, DeliveryStream, KinesisSource, S3Destination

app = App()
stack = Stack(app, "Ingest")
stream = DataStream(stack, "Orders")
DeliveryStream(stack, "ToLake", source=KinesisSource(stream), destination=S3Destination())
app.synth()
