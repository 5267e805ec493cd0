"""Alarms whose thresholds follow from the pipeline's own settings, one alarm for all of them, and a dashboard."""

from aws_cdk import App, Stack

from constructs_lib.cdk import DataStream, DeliveryStream, KinesisSource, PipelineMonitoring, S3Destination

app = App()
stack = Stack(app, "Ingest")
stream = DataStream(stack, "Orders")
lake = DeliveryStream(stack, "ToLake", source=KinesisSource(stream), destination=S3Destination())
PipelineMonitoring(stack, "Monitoring", streams=[stream], deliveries=[lake])
app.synth()
