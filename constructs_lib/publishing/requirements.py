"""The packages that whoever uses a pattern has to install."""

from __future__ import annotations

from importlib.metadata import packages_distributions

from constructs_lib import __version__

OWN = "constructs_lib"
OWN_CONSTRUCTS = "constructs_lib.cdk.patterns"


def requirements(*modules: str) -> list[str]:
    """Name the packages: this one, and those of patterns that come from others.

    Args:
        modules: in which the constructs of the patterns are.
    """
    major, minor, *_ = __version__.split(".")
    others = {module.partition(".")[0] for module in modules} - {OWN}
    named = {name for package in others for name in packages_distributions().get(package, [package])}
    return [f"kinesis-constructs[cdk]>={major}.{minor},<{major}.{int(minor) + 1}", *sorted(named)]


def home_of(construct: str) -> tuple[str, str]:
    """Give the module from which a construct is imported, and its name.

    Args:
        construct: of a pattern: `module:Class`.
    """
    module, _, name = construct.partition(":")
    return (OWN_CONSTRUCTS if module.startswith(f"{OWN_CONSTRUCTS}.") else module), name
