"""A module that gives an app the organisation's defaults for plain L2 constructs, by the CDK's property injectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.patterns import InvalidArguments, Parameter, Pattern, require_arguments
from constructs_lib.patterns.forms import FIRST, RETENTION, text
from constructs_lib.policy.profile import Profile
from constructs_lib.publishing.adapting import adapted
from constructs_lib.publishing.writing import rendered

PROFILE = "organisation.yaml"
ASKED = Pattern(
    id="organisation-defaults",
    title="Organisation defaults",
    summary="What plain streams, delivery streams and mappings of the CDK have unless something else is given.",
    construct="constructs_lib.cdk.defaults:OrganisationDefaults",
    parameters=(
        Parameter(
            name="retention_hours",
            schema=RETENTION.schema,
            example=RETENTION.example,
            optional=True,
            limit=RETENTION.limit,
        ),
        Parameter(
            name="key_arn",
            schema=text("Whole ARN of the key that encrypts.", pattern=r"^arn:[^:]+:kms:[^:]+:\d{12}:key/.+$"),
            example="arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            optional=True,
        ),
        Parameter(
            name="key_parameter",
            schema=text("Parameter of Systems Manager that holds the key's ARN in each account.", pattern=r"^/.+$"),
            example="/streaming/key-arn",
            optional=True,
        ),
    ),
    releases=FIRST,
)
"""What may be decided; no pattern that is listed."""


def injector_files(
    arguments: Mapping[str, Any], *, profile: Profile, profile_text: str | None, tags: Mapping[str, str], module: str
) -> dict[str, str]:
    """Make the files of the module: path to text.

    Args:
        arguments: of `ASKED`.
        profile: that the arguments have to keep.
        profile_text: what its file holds, to be packed; `None` where there is no profile.
        tags: that everything carries.
        module: what the module is imported as.

    Raises:
        InvalidArguments: with every argument that does not fit.
    """
    require_arguments(adapted(ASKED, profile, decided=arguments), arguments)
    given = {name: value for name, value in arguments.items() if value is not None}
    keys = given.keys() & {"key_arn", "key_parameter"}
    if len(keys) > 1:
        raise InvalidArguments(ASKED.id, ("key_arn and key_parameter name the same key: give one",))
    if profile.customer_keys and not keys:
        problem = "the profile asks for customer keys: give key_arn, or key_parameter where every account has its own"
        raise InvalidArguments(ASKED.id, (problem,))
    if not given and not tags and profile_text is None:
        raise InvalidArguments(ASKED.id, ("nothing is decided: give a profile, a tag, or a value with --set",))
    facts = {
        "module": module,
        "given": given,
        "tags": dict(tags),
        "other_tags": [key for key in profile.tags if key not in tags],
        "other_hours": other_hours(profile, given.get("retention_hours")),
        "profile": None if profile_text is None else PROFILE,
    }
    files = {
        name: rendered(f"injectors/{name}.jinja", html=False, **facts)
        for name in ("__init__.py", "test_defaults.py", "README.md")
    }
    packed = {} if profile_text is None else {PROFILE: profile_text}
    return files | packed | {"py.typed": ""}


def other_hours(profile: Profile, hours: int | None) -> int | float:
    """Choose a retention that the profile allows and that is not the default."""
    bound = profile.bounds.get(RETENTION.limit or "", limit("kinesis-stream-retention-hours"))
    return bound.low if hours == bound.high else bound.high
