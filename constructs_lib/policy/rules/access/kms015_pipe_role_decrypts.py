"""The key of an encrypted stream that a pipe reads."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import DECRYPT, ENCRYPTED_SOURCE, KEY, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import is_kinesis, stream_of
from constructs_lib.policy.reading.keys import may_use, stream_key
from constructs_lib.policy.rule import Violation, rule

PIPES = "pipes.amazonaws.com"
READ = "{Effect: Allow, Action: 'kinesis:*', Resource: !GetAtt Source.Arn}"
PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    Source: !GetAtt Source.Arn
    SourceParameters: {KinesisStreamParameters: {StartingPosition: LATEST}}
    Target: arn:aws:sqs:us-east-1:111122223333:orders
    RoleArn: !GetAtt Role.Arn
"""


@rule(
    id="KMS015",
    name="pipe-role-decrypts",
    title="the role of a pipe may decrypt the stream that it reads",
    severity=Severity.WARNING,
    resources=("AWS::Pipes::Pipe",),
    why="the pipe cannot read one record of the stream, and its records expire",
    fix="allow kms:Decrypt on the stream's key, in the role or in the key policy",
    source="https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html (read 2026-11-21)",
    bad=template(KEY, ENCRYPTED_SOURCE, role("Role", READ, service=PIPES), PIPE),
    good=template(KEY, ENCRYPTED_SOURCE, role("Role", READ, DECRYPT, service=PIPES), PIPE),
)
def pipe_role_decrypts(pipe: ResourceView) -> Iterator[Violation]:
    """Check one pipe that reads a stream."""
    source, reader = pipe["Source"], pipe["RoleArn"]
    if source.absent or reader.absent or not is_kinesis(source):
        return
    stream = stream_of(source)
    key = None if stream is None else stream_key(stream)
    if key is not None and not may_use(reader, key, "kms:Decrypt", "kinesis"):
        yield Violation(
            reader,
            message=f"the source is encrypted with {key.id}, which the role may not decrypt with",
            allowed=f"kms:Decrypt on {key.id}",
        )
