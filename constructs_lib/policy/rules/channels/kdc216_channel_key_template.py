"""The tokens of a channel's object keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import with_template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, TO_S3
from constructs_lib.policy.rule import Violation, rule

TOKENS = limit("kinesis-channel-key-template-tokens").allowed
TOKEN = re.compile(r"!\{([^}]*)\}?")
EXTENSION = "extension:."


@rule(
    id="KDC216",
    name="channel-key-template",
    title="a channel's key template uses tokens of channels",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="channels do not know the expressions of Firehose prefixes: the service refuses the template",
    fix="write !{yyyy}/!{MM}/!{dd}/!{HH} for times, and !{extension} at the end",
    source=limit("kinesis-channel-key-template-tokens").read,
    bad=with_template("orders/!{timestamp:yyyy}/!{extension}"),
    good=with_template("orders/!{yyyy}/!{extension}"),
)
def channel_key_template(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    template = channel[f"{TO_S3}.StorageConfiguration.OutputKeyTemplate"]
    if template.absent:
        return
    text = "".join(part if isinstance(part, str) else "" for part in template.parts)
    for name in TOKEN.findall(text):
        if name not in TOKENS and not name.startswith(EXTENSION):
            yield Violation(
                template,
                message=f"the key template has the unknown token {name}",
                given=f"!{{{name}}}",
                allowed=", ".join(map(str, TOKENS)),
            )
