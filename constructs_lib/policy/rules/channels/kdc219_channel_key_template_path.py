"""The path in a channel's key template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import with_template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, TO_S3
from constructs_lib.policy.rule import Violation, rule

UNKNOWN = "\0"
REFUSED = {
    "begins with a slash": re.compile("^/"),
    "has a segment without a name": re.compile("//"),
    "has two periods in a row": re.compile(r"\.\."),
    "has a segment of one period": re.compile(r"(?:^|/)\.(?:/|$)"),
    "has an expression that is not closed": re.compile(rf"!\{{[^}}{UNKNOWN}]*$"),
}


@rule(
    id="KDC219",
    name="channel-key-template-path",
    title="a channel's key template is a plain path",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses the template, and the deployment fails",
    fix="write OutputKeyTemplate as folders and a name: orders/!{yyyy}/!{MM}/records!{extension}",
    source=limit("kinesis-channel-key-template-path").read,
    bad=with_template("/orders/!{extension}"),
    good=with_template("orders/!{extension}"),
)
def channel_key_template_path(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel: what is known of the template."""
    template = channel[f"{TO_S3}.StorageConfiguration.OutputKeyTemplate"]
    if template.absent:
        return
    text = "".join(part if isinstance(part, str) else UNKNOWN for part in template.parts)
    for what, pattern in REFUSED.items():
        if pattern.search(text):
            yield Violation(template, message=f"the key template {what}", allowed="folders and a name")
