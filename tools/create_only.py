"""Write down which properties CloudFormation cannot change in place, from the schemas that cfn-lint brings.

.venv/bin/python tools/create_only.py --write
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "constructs_lib" / "policy" / "updates" / "create_only.json"
REGION = "us-east-1"
TYPES = (
    "AWS::DynamoDB::Table",
    "AWS::Glue::Database",
    "AWS::Glue::Table",
    "AWS::Kinesis::Stream",
    "AWS::Kinesis::StreamConsumer",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Logs::LogGroup",
    "AWS::Logs::LogStream",
    "AWS::S3::Bucket",
    "AWS::S3Tables::Table",
    "AWS::SQS::Queue",
)


def table() -> dict[str, list[str]]:
    """Resource type to the property paths that replace the resource when they change."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    return {
        type_name: sorted(
            path.removeprefix("/properties/").replace("/", ".")
            for path in PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_name).schema["createOnlyProperties"]
        )
        for type_name in TYPES
    }


if __name__ == "__main__":
    text = json.dumps(table(), indent=2) + "\n"
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(text, encoding="utf-8")
    else:
        sys.exit(
            0 if TABLE.read_text(encoding="utf-8") == text else f"{TABLE.name} is not in step: run it with --write"
        )
