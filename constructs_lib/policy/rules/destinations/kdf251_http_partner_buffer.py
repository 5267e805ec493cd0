"""Buffers that a partner's endpoint takes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP
from constructs_lib.policy.rule import Violation, rule

PARTNERS = {
    "datadoghq": limit("firehose-buffer-http-datadog-size"),
    "ddog-gov": limit("firehose-buffer-http-datadog-size"),
    "mongodb": limit("firehose-buffer-http-mongodb-size"),
    "elastic-cloud": limit("firehose-buffer-http-elastic-size"),
    "elastic.cloud": limit("firehose-buffer-http-elastic-size"),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      HttpEndpointDestinationConfiguration:
        EndpointConfiguration: {{Url: https://aws-kinesis-http-intake.logs.datadoghq.com/v1/input}}
        BufferingHints: {{SizeInMBs: {size}, IntervalInSeconds: 60}}
"""


@rule(
    id="KDF251",
    name="http-partner-buffer",
    title="a buffer is as large as the partner's endpoint takes",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream is created; the partner refuses larger requests, and the records go to the backup bucket",
    fix="lower SizeInMBs to what the partner takes",
    source=limit("firehose-buffer-http-datadog-size").read,
    bad=EXAMPLE.format(size=5),
    good=EXAMPLE.format(size=4),
)
def http_partner_buffer(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to an endpoint whose host names a partner."""
    endpoint, size = stream[f"{HTTP}.EndpointConfiguration.Url"], stream[f"{HTTP}.BufferingHints.SizeInMBs"]
    if endpoint.absent or size.number is None or size.number <= min(fact.high for fact in PARTNERS.values()):
        return
    host = urlsplit(endpoint.text or "").hostname or ""
    most = next((fact.high for name, fact in PARTNERS.items() if name in host), None)
    if most is not None and size.number > most:
        yield Violation(
            size,
            message=f"the buffer has {size.number} MiB, but {host} takes {most}",
            given=f"{size.number} MiB",
            allowed=f"at most {most} MiB",
        )
