"""The keys of a channel and of its stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, sources_of
from constructs_lib.policy.reading.streams import uses_managed_key
from constructs_lib.policy.rule import Violation, rule

STREAM = (
    "{{StreamModeDetails: {{StreamMode: ON_DEMAND}}, StreamEncryption: {{EncryptionType: KMS, KeyId: 'alias/{key}'}}}}"
)


@rule(
    id="KDC212",
    name="channel-customer-keys",
    title="a channel and its stream are encrypted with customer keys",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="readers of the destination cannot use the key that AWS manages for Kinesis, so the service refuses it",
    fix="use a customer managed key",
    source=f"{limit('kinesis-channel-stream-key-not-aws-managed').read}; "
    f"{limit('kinesis-channel-encryption-key-not-aws-managed').read}",
    bad=example(stream=STREAM.format(key="aws/kinesis")),
    good=example(stream=STREAM.format(key="orders")),
)
def channel_customer_keys(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    own = channel["EncryptionConfiguration.KeyId"]
    if own.exists and uses_managed_key(own):
        yield Violation(
            own, message="a channel is encrypted with the key that AWS manages", allowed="a customer managed key"
        )
    for arn, stream in sources_of(channel):
        key = stream["StreamEncryption.KeyId"]
        if key.exists and uses_managed_key(key):
            yield Violation(
                arn,
                message=f"a channel reads {stream.id}, which is encrypted with the key that AWS manages",
                given="the key that AWS manages for Kinesis",
                allowed="a stream with a customer managed key",
            )
