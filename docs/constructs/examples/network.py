"""Interface endpoints of both services, the addresses of Firehose in each region, data events of CloudTrail."""

from aws_cdk import App, Stack
from aws_cdk.aws_ec2 import SubnetConfiguration, SubnetType, Vpc

from constructs_lib.cdk import DataStream, StreamsEndpoint

app = App()
stack = Stack(app, "Ingest")
inside = SubnetConfiguration(name="Inside", subnet_type=SubnetType.PRIVATE_ISOLATED)
vpc = Vpc(stack, "Vpc", subnet_configuration=[inside], restrict_default_security_group=False)
StreamsEndpoint(stack, "Endpoint", vpc=vpc, streams=[DataStream(stack, "Orders")])
app.synth()
