"""An organisation's own policy: severities, tighter bounds, raised quotas, requirements, waivers."""

from constructs_lib.policy.profile.apart import Judged, graded, judged_in_templates
from constructs_lib.policy.profile.apply import judge, rules_under
from constructs_lib.policy.profile.force import ENVIRONMENT, ProfileLike, profile_in_force
from constructs_lib.policy.profile.profile import NOWHERE, Environment, Profile, Quota, Waiver
from constructs_lib.policy.profile.reading import InvalidProfile, read_profile
from constructs_lib.policy.profile.schema import ORGANISATION, profile_schema
from constructs_lib.policy.profile.waivers import WAIVER_RULES, waive

__all__ = [
    "ENVIRONMENT", "NOWHERE", "ORGANISATION", "WAIVER_RULES", "Environment", "InvalidProfile", "Judged",
    "Profile", "ProfileLike", "Quota", "Waiver", "graded", "judge", "judged_in_templates", "profile_in_force",
    "profile_schema", "read_profile", "rules_under", "waive",
]  # fmt: skip
