"""Infrastructure as code for Amazon Kinesis Data Streams and Data Firehose, checked before it is synthesized."""

__version__ = "0.1.0"
