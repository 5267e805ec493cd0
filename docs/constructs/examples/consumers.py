"""What reads a stream: functions with and without fan-out, the Kinesis Client Library, Apache Flink."""

from aws_cdk import App, Stack
from aws_cdk.aws_lambda import Code, Function, Runtime

from constructs_lib.cdk import DataStream, FanOutConsumer

app = App()
stack = Stack(app, "Ingest")
code = Code.from_inline("def handler(event, context): return {'batchItemFailures': []}")
watch = Function(stack, "Watch", runtime=Runtime.PYTHON_3_14, handler="index.handler", code=code)
FanOutConsumer(stack, "Orders", stream=DataStream(stack, "Stream"), function=watch)
app.synth()
