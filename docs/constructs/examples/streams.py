"""Data streams: on-demand or provisioned, encrypted, shared with other accounts, scaled, delivered by a channel."""

from aws_cdk import App, Stack

from constructs_lib.cdk import DataStream

app = App()
stack = Stack(app, "Ingest")
DataStream(stack, "Orders")
app.synth()
