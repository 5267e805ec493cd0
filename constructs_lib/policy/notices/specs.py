"""What is wrong with a pipeline spec."""

from __future__ import annotations

from constructs_lib.policy.notices.notice import notice

SPEC = notice(
    "SPEC001",
    "pipeline-spec",
    "a pipeline spec keeps its schema",
    why="nothing can be defined from it",
    fix="take the keyword or the value that the message names",
    source="schemas/pipeline.schema.json; docs/spec-keywords.md says what every keyword means",
)
SPECS = (SPEC,)
