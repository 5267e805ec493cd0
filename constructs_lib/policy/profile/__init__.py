"""An organisation's own policy: severities, tighter bounds, raised quotas, requirements, waivers."""

from constructs_lib.policy.profile.apply import rules_under, waive
from constructs_lib.policy.profile.profile import (
    ENVIRONMENT,
    InvalidProfile,
    Profile,
    Quota,
    Waiver,
    profile_in_force,
    read_profile,
)
from constructs_lib.policy.profile.schema import profile_schema

__all__ = [
    "ENVIRONMENT", "InvalidProfile", "Profile", "Quota", "Waiver", "profile_in_force", "profile_schema", "read_profile",
    "rules_under", "waive",
]  # fmt: skip
