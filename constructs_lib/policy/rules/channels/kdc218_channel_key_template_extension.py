"""The extension in a channel's key template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import with_template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, TO_S3
from constructs_lib.policy.rule import Violation, rule

NEEDED = limit("kinesis-channel-key-template-extension")
EXTENSION = re.compile(r"!\{extension(?::[^}]*)?\}")
COMPRESSED = {"GZIP", "ZSTD"}
UNKNOWN = "\0"


@rule(
    id="KDC218",
    name="channel-key-template-extension",
    title="a channel's key template ends with the extension where objects are compressed",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses a template without the extension of compressed objects, and one with more after it",
    fix="end OutputKeyTemplate with !{extension}, or with one of your own such as !{extension:.json.gz}",
    source=NEEDED.read,
    bad=with_template("orders/!{yyyy}/"),
    good=with_template("orders/!{yyyy}/!{extension}"),
)
def channel_key_template_extension(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    storage = channel[f"{TO_S3}.StorageConfiguration"]
    template = storage["OutputKeyTemplate"]
    if storage.absent or template.absent:
        return
    text = "".join(part if isinstance(part, str) else UNKNOWN for part in template.parts)
    found = [match.end() for match in EXTENSION.finditer(text)]
    if len(found) > 1 or (found and found[0] != len(text)):
        yield Violation(
            template,
            message="the extension of the key template is not at its end alone",
            allowed="one extension, at the end",
        )
    elif not found and storage["CompressionType"].text in COMPRESSED:
        if UNKNOWN in text:
            raise CannotDecide(template, "the key template is known only in part")
        yield Violation(
            template,
            message="objects are compressed, and the key template has no extension",
            allowed=" or ".join(map(str, NEEDED.allowed)),
        )
