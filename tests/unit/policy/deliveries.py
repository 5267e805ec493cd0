"""Write templates around one delivery stream."""

from __future__ import annotations

import json
from typing import Any

UNKNOWN = {"Ref": "Unknown"}
LAMBDA = "arn:aws:lambda:us-east-1:111122223333:function:transform"
KEYS = ("MetadataExtraction", {"MetadataExtractionQuery": "{carrier: .carrier}", "JsonParsingEngine": "JQ-1.6"})
PARTITIONING = {"DynamicPartitioningConfiguration": {"Enabled": True}}


def delivery(resources: dict[str, Any] | None = None, **properties: Any) -> str:
    """A template with a delivery stream `Delivery`, and with a parameter `Unknown` that nothing decides."""
    stream = {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": properties}
    template = {
        "Parameters": {"Unknown": {"Type": "String"}},
        "Resources": {"Delivery": stream, **(resources or {})},
    }
    return json.dumps(template)


def s3(**block: Any) -> str:
    """A template with a delivery stream to S3."""
    return delivery(ExtendedS3DestinationConfiguration=block)


def processing(*processors: tuple[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A processing configuration of (type, parameters)."""
    return {
        "ProcessingConfiguration": {
            "Enabled": True,
            "Processors": [
                {
                    "Type": name,
                    "Parameters": [{"ParameterName": key, "ParameterValue": value} for key, value in values.items()],
                }
                for name, values in processors
            ],
            **more,
        }
    }


def conversion(**more: Any) -> dict[str, Any]:
    """A conversion to Parquet with everything that it needs; `more` replaces parts of it."""
    schema = {"RoleARN": "arn:aws:iam::111122223333:role/r", "DatabaseName": "lake", "TableName": "orders"}
    return {
        "DataFormatConversionConfiguration": {
            "SchemaConfiguration": schema,
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
            "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
            **more,
        }
    }
