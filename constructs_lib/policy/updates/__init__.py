"""What an update of a deployed stack replaces, drops or cannot do."""

from constructs_lib.policy.updates.compare import UPDATE_RULES, compare_templates

__all__ = ["UPDATE_RULES", "compare_templates"]
