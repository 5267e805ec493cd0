"""Where a delivery stream of a spec gets its records from: a stream, a topic of MSK, a database, or producers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.spec.fields import Field, arguments, configuration, decides, fixed, mapping_of, text_of, under
from constructs_lib.spec.keywords import MOMENT, STREAM, Form, Forms, arn, choice, flag, mapping, matching, several
from constructs_lib.spec.part import MADE, Settings, below, target

PORTS = {"MySQL": 3306, "PostgreSQL": 5432}
NAMES = {
    "databases": ("firehose-database-name-length", "Which."),
    "tables": ("firehose-database-table-length", "Which, as database.table in MySQL and schema.table in PostgreSQL."),
    "columns": ("firehose-database-column-length", "Which, as in tables with the column behind; all unless given."),
}
SECRET = "DatabaseSourceAuthenticationConfiguration.SecretsManagerConfiguration"  # noqa: S105
SERVICE = "DatabaseSourceVPCConfiguration.VpcEndpointServiceName"

MSK = (
    decides("cluster", "MSKClusterARN", fixed(arn("kafka", "Provisioned or serverless."))),
    decides("topic", "TopicName", text_of("Its name.", "firehose-msk-topic-length")),
    decides(
        "connectivity",
        "AuthenticationConfiguration.Connectivity",
        fixed(choice("firehose-msk-connectivity", "PRIVATE, by brokers that only the VPC reaches, unless given.")),
        "PRIVATE",
    ),
    Field(
        keyword="readFrom",
        form=fixed(
            matching(MOMENT, "Time of the first record to read; what comes after the delivery stream unless given.")
        ),
        decide=lambda given: {"ReadFromTimestamp": milliseconds(given.get("readFrom"))},
        arguments={"ReadFromTimestamp": "readFrom"},
    ),
)


def milliseconds(moment: str | None) -> str | None:
    """Write a moment as Firehose reads it."""
    return f"{moment.removesuffix('Z')}.000Z" if moment else None


def selection(keyword: str, fact: str, text: str) -> Field:
    """Names to take and to leave."""
    block = keyword.title()

    def form(forms: Forms) -> Form:
        each = forms.text("A name, or a regular expression.", fact)
        return mapping(
            {"include": several(each, "What is taken."), "exclude": several(each, "What of it is left.")}, text
        ) | {"minProperties": 1}

    def decide(given: Settings) -> dict[str, Any]:
        names = given.below(keyword)
        return {
            block: {"Include": names.get("include"), "Exclude": names.get("exclude")} if given.has(keyword) else None
        }

    ends = {f"{block}.{end.title()}": f"{keyword}.{end}" for end in ("include", "exclude")}
    return Field(keyword=keyword, form=form, decide=decide, arguments={block: keyword, **ends})


DATABASE = (
    decides("engine", "Type", fixed(choice("firehose-database-type-enum", "Which database."))),
    decides("endpoint", "Endpoint", text_of("Host name of the database.", "firehose-database-endpoint-length")),
    Field(
        keyword="port",
        form=lambda forms: forms.count("firehose-database-port", "The engine's own unless given."),
        decide=lambda given: {"Port": given.get("port", PORTS[given.get("engine")])},
        arguments={"Port": "port"},
    ),
    Field(
        keyword="secret",
        form=fixed(arn("secretsmanager", "A secret with username and password; no text of it stands in a spec.")),
        decide=lambda given: {SECRET: {"Enabled": True, "SecretARN": given.get("secret"), "RoleARN": MADE}},
        arguments={SECRET: "secret"},
    ),
    decides(
        "vpcEndpointService",
        SERVICE,
        text_of("Name of the endpoint service in front of the database.", "firehose-database-vpce-length"),
    ),
    *(selection(keyword, *rest) for keyword, rest in NAMES.items()),
    decides(
        "watermarkTable",
        "SnapshotWatermarkTable",
        text_of(
            "Where Firehose notes how far the first copy is; one for each delivery stream.",
            "firehose-database-table-length",
        ),
    ),
    decides(
        "surrogateKeys",
        "SurrogateKeys",
        lambda forms: several(forms.text("A column."), "Columns that tell rows apart in tables without a primary key."),
    ),
    Field(
        keyword="tls",
        form=fixed(flag("Encrypt what is sent; true unless given.")),
        decide=lambda given: {"SSLMode": "Enabled" if given.get("tls", True) else "Disabled"},
        arguments={"SSLMode": "tls"},
    ),
)
NEEDED = ("engine", "endpoint", "secret", "vpcEndpointService", "databases", "tables", "watermarkTable")
KINDS: Mapping[str, tuple[str, str, tuple[Field, ...]]] = {
    "msk": ("MSKAsSource", "MSKSourceConfiguration", MSK),
    "database": ("DatabaseAsSource", "DatabaseSourceConfiguration", DATABASE),
}
"""Keyword to the type of the delivery stream, the property, and the keywords below."""
FORMS = {
    "msk": mapping_of(MSK, "A topic of Amazon MSK, with IAM as the access control.", required=("cluster", "topic")),
    "database": mapping_of(
        DATABASE, "Tables of a database and their changes, to Iceberg tables; a preview of the service.",
        required=NEEDED,
    ),
}  # fmt: skip
ARGUMENTS = {
    "DeliveryStreamType": "source",
    "KinesisStreamSourceConfiguration": "source",
    "DeliveryStreamEncryptionConfigurationInput": "key",
    **{
        path: argument
        for keyword, (_, block, fields) in KINDS.items()
        for path, argument in {
            block: f"source.{keyword}",
            **below(block, under(f"source.{keyword}", arguments(fields))),
        }.items()
    },
}


def form(forms: Forms) -> Form:
    """The form of a source."""
    return {
        "description": "Name of a stream of this spec, or an ARN; producers put records unless given.",
        "anyOf": [
            matching(STREAM, "A stream."),
            mapping({keyword: make(forms) for keyword, make in FORMS.items()}, "Something else.", one_of=FORMS),
        ],
    }


def source(written: Any, key: str | None) -> dict[str, Any]:
    """Give the properties of a delivery stream that say where records come from.

    Args:
        written: in the spec.
        key: customer key of what producers put.
    """
    if written is None:
        encryption = {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key} if key else {"KeyType": "AWS_OWNED_CMK"}
        return {"DeliveryStreamType": "DirectPut", "DeliveryStreamEncryptionConfigurationInput": encryption}
    if isinstance(written, str):
        return {
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": {"KinesisStreamARN": target(written), "RoleARN": MADE},
        }
    (keyword,) = written
    kind, block, fields = KINDS[keyword]
    found = configuration(fields, Settings(written[keyword] or {}))
    if keyword == "msk":
        found["AuthenticationConfiguration"]["RoleARN"] = MADE
    return {"DeliveryStreamType": kind, block: found}
