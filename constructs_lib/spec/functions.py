"""The functions that a spec names by their files: those that `PythonFunction` has."""

from __future__ import annotations

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.document import Path
from constructs_lib.spec.part import MADE, Part

RUNTIME = "python3.14"
TIMEOUT_SECONDS = 60
MEMORY_MEBIBYTES = 512


def function_part(id: str, place: Path) -> Part:
    """Make the definition of a function."""
    properties = {"Runtime": RUNTIME, "Timeout": TIMEOUT_SECONDS, "MemorySize": MEMORY_MEBIBYTES, "Role": MADE}
    return Part(Definition(id, "AWS::Lambda::Function", properties), place)
