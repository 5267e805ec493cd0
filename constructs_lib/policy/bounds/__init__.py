"""Bounds on single properties: data about the table of limits, and one engine for all of them."""

from constructs_lib.policy.bounds.bound import Bound
from constructs_lib.policy.bounds.rules import bound_rules, bounds

__all__ = ["Bound", "bound_rules", "bounds"]
