"""The JSON Schema of a profile, made from the rules and the limits."""

from __future__ import annotations

from typing import Any

from constructs_lib.limits import Kind, table
from constructs_lib.policy.bounds import bounds
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.notices.profiles import REQUIREMENTS
from constructs_lib.policy.profile.apart import ENGINE
from constructs_lib.policy.reading.destination_blocks import DESTINATIONS
from constructs_lib.policy.registry import discover

OFF = "off"
VERSION = 1
ORGANISATION = tuple(rule.id for rule in REQUIREMENTS)
"""The rules that a profile adds."""
ACCOUNT = r"^\d{12}$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
OF_ENGINE = "A rule of AWS's own engine, such as E3002."
TEXT = {"type": "string", "minLength": 1}
RESOURCE = "Logical id, or construct path with what is below it; * and ? are wildcards."
NUMERIC = {Kind.RANGE, Kind.LENGTH, Kind.COUNT}
NUMBER = {"type": "number"}


def profile_schema() -> dict[str, Any]:
    """Make the schema: rule ids and limit ids are enumerated, so that an editor completes them."""
    rules = [*(rule.id for rule in discover()), *ORGANISATION]
    bounded = sorted(
        {bound.limit.id for bound in bounds() if bound.limit.kind in {Kind.RANGE, Kind.LENGTH, Kind.COUNT}}
    )
    from constructs_lib.policy.notices.assertions import ALARMS
    from constructs_lib.policy.notices.audits import AUDITS
    from constructs_lib.policy.notices.specs import SPECS
    from constructs_lib.policy.notices.templates import FORMS
    from constructs_lib.policy.updates import UPDATE_RULES

    apart = [*(rule.id for rule in UPDATE_RULES), *(rule.id for rule in (*FORMS, *SPECS, *AUDITS, *ALARMS))]
    named = {"anyOf": [{"enum": [*rules, *apart]}, {"description": OF_ENGINE, "pattern": ENGINE}]}
    adjustable = [limit.id for limit in table().values() if limit.adjustable and limit.maximum is not None]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kinesis-constructs profile",
        "description": "What an organisation asks of its pipelines, beyond what AWS does.",
        "type": "object",
        "additionalProperties": False,
        "required": ["version"],
        "properties": {
            "version": {"const": VERSION},
            "severities": {
                "description": "Rule id to the severity that it has here; off switches a rule off.",
                "type": "object",
                "propertyNames": named,
                "additionalProperties": {"enum": [*map(str, Severity), OFF]},
            },
            "bounds": {
                "description": "Limit id to tighter bounds than AWS's, in the limit's own unit.",
                "type": "object",
                "propertyNames": {"enum": bounded},
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "properties": {"minimum": NUMBER, "maximum": NUMBER, "reason": TEXT},
                },
            },
            "quotas": {
                "description": "Adjustable limit id to what AWS has granted, everywhere or by account and region.",
                "type": "object",
                "propertyNames": {"enum": adjustable},
                "additionalProperties": {
                    "anyOf": [
                        NUMBER,
                        {
                            "type": "array",
                            "minItems": 1,
                            "items": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["value"],
                                "properties": {
                                    "value": NUMBER,
                                    "account": {"description": "Twelve digits, quoted.", "pattern": ACCOUNT, **TEXT},
                                    "region": {"description": "Such as eu-west-1.", **TEXT},
                                },
                            },
                        },
                    ]
                },
            },
            "require": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "customer_keys": {
                        "description": "Streams and delivery streams are encrypted with customer keys.",
                        "type": "boolean",
                    },
                    "tags": {"description": "Keys that every stream carries.", "type": "array", "items": TEXT},
                    "destinations": {
                        "description": "The destinations that are allowed.",
                        "type": "array",
                        "minItems": 1,
                        "items": {"enum": list(DESTINATIONS)},
                    },
                },
            },
            "waivers": {
                "description": "Findings that are accepted for a while.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["rule", "owner", "reason", "expires"],
                    "properties": {
                        "rule": named,
                        "resource": {
                            "description": RESOURCE,
                            **TEXT,
                        },
                        "file": {"description": "File, or the end of its path; * and ? are wildcards.", **TEXT},
                        "owner": TEXT,
                        "reason": TEXT,
                        "expires": {"description": "Last day on which it counts: 2026-12-31.", "pattern": DATE, **TEXT},
                    },
                },
            },
        },
    }
