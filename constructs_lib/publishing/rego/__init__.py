"""The bounds as rules for AWS's own engine."""

from constructs_lib.publishing.rego.export import as_rego, exported

__all__ = ["as_rego", "exported"]
