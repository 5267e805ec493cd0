"""What happens to records on their way: decompression, transforms, partition keys, delimiters, columns."""

from aws_cdk import App, Stack

from constructs_lib.cdk import DeliveryStream, EventTable, FormatConversion, S3Destination

ORDER = {"type": "object", "properties": {"shop": {"type": "string"}, "price": {"type": "number"}}}
app = App()
stack = Stack(app, "Ingest")
columns = FormatConversion(table=EventTable(schema=ORDER, name="orders"))
DeliveryStream(stack, "ToLake", destination=S3Destination(prefix="orders/", conversion=columns))
app.synth()
