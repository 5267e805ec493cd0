"""What an update of a deployed stack replaces, drops or cannot do."""

from constructs_lib.policy.updates.compare import compare_templates

__all__ = ["compare_templates"]
