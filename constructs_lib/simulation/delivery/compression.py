"""How an object's body is compressed."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from constructs_lib.limits import limit
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature


@dataclass(frozen=True, slots=True)
class Compression:
    """One `CompressionFormat`.

    Attributes:
        compress: bytes in, bytes out.
        extension: ending of the object's key, unless `FileExtension` is set.
        content_encoding: what the object's header of that name says.
    """

    compress: Callable[[bytes], bytes]
    extension: str
    content_encoding: str | None


def unchanged(body: bytes) -> bytes:
    """Leave the body as it is."""
    return body


def gzipped(body: bytes) -> bytes:
    """Compress as one gzip member."""
    return gzip.compress(body, compresslevel=6)


def zipped(body: bytes) -> bytes:
    """Compress as an archive of one entry, which Firehose names with a uuid."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(str(uuid4()), body)
    return target.getvalue()


FORMATS = {
    "UNCOMPRESSED": Compression(unchanged, "", None),
    "GZIP": Compression(gzipped, ".gz", "gzip"),
    "ZIP": Compression(zipped, ".zip", "zip"),
}


def compression(name: str) -> Compression:
    """Look a `CompressionFormat` up.

    Raises:
        UnsupportedFeature: Firehose has the format, the simulation does not.
        InvalidDefinition: Firehose has no such format.
    """
    if name in FORMATS:
        return FORMATS[name]
    known = limit("firehose-compression-enum").allowed
    if name in known:
        raise UnsupportedFeature(f"CompressionFormat {name} is not simulated; use one of {', '.join(FORMATS)}")
    raise InvalidDefinition(f"CompressionFormat {name} does not exist; use one of {', '.join(map(str, known))}")
