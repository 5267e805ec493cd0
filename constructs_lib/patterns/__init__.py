"""Finished pipelines as data: what they are called, what they take, how they changed. Read without Node."""

from constructs_lib.patterns.arguments import InvalidArguments, argument_problems, require_arguments
from constructs_lib.patterns.pattern import Parameter, Pattern, Release
from constructs_lib.patterns.registry import GROUP, NoSuchPattern, discover_patterns, find_pattern

__all__ = [
    "GROUP", "InvalidArguments", "NoSuchPattern", "Parameter", "Pattern", "Release", "argument_problems",
    "discover_patterns", "find_pattern", "require_arguments",
]  # fmt: skip
