"""From the Flink applications of a spec to CloudFormation's properties: those that `FlinkApplication` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.spec.fields import (
    Field,
    arguments,
    configuration,
    decides,
    fixed,
    forms_of,
    mapping_of,
    text_of,
    under,
)
from constructs_lib.spec.keywords import (
    SECURITY_GROUP,
    STREAM,
    SUBNET,
    Form,
    Forms,
    arn,
    flag,
    mapping,
    matching,
    several,
    texts,
)
from constructs_lib.spec.part import MADE, Part, Settings, below, present, service_default
from constructs_lib.spec.units import SHORT

TYPE = "AWS::KinesisAnalyticsV2::Application"
CUSTOM = "CUSTOM"
MILLISECONDS = 1000
RUNTIMES = ("FLINK-1_18", "FLINK-1_19", "FLINK-1_20", "FLINK-2_2", "FLINK-2_3")
LOG_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")
METRICS_LEVELS = ("APPLICATION", "TASK", "OPERATOR", "PARALLELISM")
SETTINGS = "ApplicationConfiguration"
CODE = f"{SETTINGS}.ApplicationCodeConfiguration.CodeContent.S3ContentLocation"
FLINK = f"{SETTINGS}.FlinkApplicationConfiguration"
CHECKPOINTS = f"{FLINK}.CheckpointConfiguration"
PARALLELISM = f"{FLINK}.ParallelismConfiguration"
GROUPS = f"{SETTINGS}.EnvironmentProperties.PropertyGroups"
NETWORKS = f"{SETTINGS}.VpcConfigurations"
CODE_FIELDS = (
    decides("bucket", "BucketARN", fixed(arn("s3", "That has it."))),
    decides("key", "FileKey", text_of("Of the object: a JAR of Java, or a ZIP of Python.")),
    decides("version", "ObjectVersion", text_of("Of the object; the latest unless given.")),
)


def words(values: tuple[str, ...], text: str) -> Form:
    """One of these words."""
    return {"description": text, "enum": list(values)}


def nested(keyword: str, block: str, fields: tuple[Field, ...], text: str, **rest: Any) -> Field:
    """Keywords below a keyword whose properties are there whether it is written or not."""
    return Field(
        keyword=keyword,
        form=mapping_of(fields, text, **rest),
        decide=lambda given: {block: configuration(fields, given.below(keyword))},
        arguments={
            block: keyword,
            **below(block, under(keyword, arguments(fields))),
        },
    )


def milliseconds(keyword: str, name: str, fact: str, text: str) -> Field:
    """A time that Flink counts in milliseconds."""
    default = service_default(fact)

    def decide(given: Settings) -> dict[str, Any]:
        written = given.amount(keyword, SHORT)
        return {name: default if written is None else written * MILLISECONDS}

    said = f"{text}; {default / MILLISECONDS:g} s unless given."
    return Field(
        keyword=keyword,
        form=lambda forms: forms.quantity(SHORT, None, said),
        decide=decide,
        arguments={name: keyword},
    )


def environment(given: Settings) -> list[dict[str, Any]] | None:
    """Give `PropertyGroups`."""
    groups = given.get("properties", {})
    return [{"PropertyGroupId": name, "PropertyMap": group} for name, group in groups.items()] or None


def networks(given: Settings) -> list[dict[str, Any]] | None:
    """Give `VpcConfigurations`."""
    vpc = given.below("vpc")
    return [{"SubnetIds": vpc.get("subnets"), "SecurityGroupIds": vpc.get("securityGroups")}] if vpc.written else None


def properties_form(_: Forms) -> Form:
    """The form of what the code reads at run time."""
    text = "What the code reads at run time, by group: {source: {stream: orders}}; no secrets."
    return {"description": text, "type": "object", "minProperties": 1, "additionalProperties": texts("A group.")}


def vpc_form(_: Forms) -> Form:
    """The form of a VPC to run in."""
    parts = {
        "subnets": several(matching(SUBNET, "A subnet."), "Where network interfaces are made."),
        "securityGroups": several(matching(SECURITY_GROUP, "A security group."), "Of the interfaces."),
    }
    return mapping(parts, "A VPC to run in, without a way to the internet of its own.", required=parts)


FIELDS = (
    decides("runtime", "RuntimeEnvironment", fixed(words(RUNTIMES, "The release that the code was built for."))),
    nested("code", CODE, CODE_FIELDS, "Where the code is.", required=("bucket", "key")),
    *(
        Field(
            keyword=keyword,
            form=fixed(several(matching(STREAM, "Name of a stream of this spec, or an ARN."), text)),
        )
        for keyword, text in {"reads": "Streams that it may read.", "writes": "Streams that it may write to."}.items()
    ),
    Field(
        keyword="properties",
        form=properties_form,
        decide=lambda given: {GROUPS: environment(given)},
        arguments={GROUPS: "properties"},
    ),
    nested(
        "parallelism",
        PARALLELISM,
        (
            decides("tasks", "Parallelism", lambda forms: forms.count("flink-parallelism-min", "To begin with; 1."), 1),
            decides(
                "perUnit",
                "ParallelismPerKPU",
                lambda forms: forms.count("flink-parallelism-per-kpu-max", "Tasks on one processing unit; 1."),
                1,
            ),
            decides(
                "autoscaling", "AutoScalingEnabled", fixed(flag("Scaled by the service; true unless given.")), True
            ),
        ),
        "How many tasks run side by side.",
    ),
    nested(
        "checkpoints",
        CHECKPOINTS,
        (
            decides(
                "enabled",
                "CheckpointingEnabled",
                fixed(flag("Without, a restart begins anew; true unless given.")),
                True,
            ),
            milliseconds(
                "interval", "CheckpointInterval", "flink-checkpoint-interval-min", "Between the beginnings of two"
            ),
            milliseconds("pause", "MinPauseBetweenCheckpoints", "flink-checkpoint-pause-min", "After one"),
        ),
        "How often Flink saves its state.",
    ),
    decides(
        "snapshots",
        f"{SETTINGS}.ApplicationSnapshotConfiguration.SnapshotsEnabled",
        fixed(flag("Keep the state over updates and stops; true unless given.")),
        True,
    ),
    decides(
        "rollback",
        f"{SETTINGS}.ApplicationSystemRollbackConfiguration.RollbackEnabled",
        fixed(flag("Go back to the running version when an update fails; true unless given.")),
        True,
    ),
    decides(
        "logLevel", f"{FLINK}.MonitoringConfiguration.LogLevel", fixed(words(LOG_LEVELS, "INFO unless given.")), "INFO"
    ),
    decides(
        "metricsLevel",
        f"{FLINK}.MonitoringConfiguration.MetricsLevel",
        fixed(words(METRICS_LEVELS, "What sends metrics of its own, each billed; APPLICATION unless given.")),
        "APPLICATION",
    ),
    Field(
        keyword="vpc",
        form=vpc_form,
        decide=lambda given: {NETWORKS: networks(given)},
        arguments={
            NETWORKS: "vpc",
            f"{NETWORKS}.0.SubnetIds": "vpc.subnets",
            f"{NETWORKS}.0.SecurityGroupIds": "vpc.securityGroups",
        },
    ),
    decides(
        "applicationName",
        "ApplicationName",
        text_of("CloudFormation makes one unless given.", "flink-application-name-length"),
    ),
    decides("description", "ApplicationDescription", text_of("For the console.")),
)
ARGUMENTS = arguments(FIELDS)


def form(forms: Forms) -> Form:
    """The form of a Flink application."""
    return mapping(forms_of(FIELDS, forms), "A Flink application.", required=("runtime", "code"))


def application_part(name: str, written: Mapping[str, Any]) -> Iterator[Part]:
    """Make the definition of an application."""
    properties = {
        "ApplicationMode": "STREAMING",
        "ServiceExecutionRole": MADE,
        **configuration(FIELDS, Settings(written, name)),
    }
    settings = properties[SETTINGS]
    settings["ApplicationCodeConfiguration"]["CodeContentType"] = "ZIPFILE"
    for block in ("CheckpointConfiguration", "MonitoringConfiguration", "ParallelismConfiguration"):
        settings["FlinkApplicationConfiguration"][block]["ConfigurationType"] = CUSTOM
    yield Part(Definition(name, TYPE, present(properties), arguments=ARGUMENTS), ("applications", name))
