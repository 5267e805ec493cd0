"""The port of an HTTP endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.addresses import HOLE, read_address
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP
from constructs_lib.policy.rule import Violation, rule

PORT = limit("firehose-http-port")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      HttpEndpointDestinationConfiguration:
        EndpointConfiguration: {{Url: "https://intake.example.com{port}/v1"}}
"""


@rule(
    id="KDF252",
    name="http-endpoint-port",
    title=f"an HTTP endpoint listens on port {PORT.high}",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service delivers to this port alone",
    fix=f"let the endpoint, or a load balancer before it, listen on port {PORT.high}, and leave it out of the URL",
    source=PORT.read,
    bad=EXAMPLE.format(port=":8443"),
    good=EXAMPLE.format(port=""),
)
def http_endpoint_port(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    url = stream[f"{HTTP}.EndpointConfiguration.Url"]
    if url.absent:
        return
    port = read_address(url).port
    if HOLE in port:
        raise CannotDecide(url, "the port is known at deployment")
    if port and port != str(PORT.high):
        yield Violation(url, message=f"the endpoint listens on port {port}", given=port, allowed=str(PORT.high))
