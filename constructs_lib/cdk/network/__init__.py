"""How clients reach streams, how Firehose reaches what it delivers to, and who did."""

from constructs_lib.cdk.network.addresses import firehose_addresses, firehose_peer
from constructs_lib.cdk.network.data_events import record_data_events
from constructs_lib.cdk.network.endpoints import FirehoseEndpoint, StreamsEndpoint

__all__ = ["FirehoseEndpoint", "StreamsEndpoint", "firehose_addresses", "firehose_peer", "record_data_events"]
