"""What services write into a stream or a delivery stream: logs, metrics, events, messages, requests, changes."""

from aws_cdk import App, Stack
from aws_cdk.aws_events import EventPattern

from constructs_lib.cdk import DataStream, EventRule

app = App()
stack = Stack(app, "Ingest")
stream = DataStream(stack, "Orders")
EventRule(stack, "Placed", event_pattern=EventPattern(source=["shop"]), target=stream)
app.synth()
