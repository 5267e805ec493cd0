"""The packages that whoever uses a pattern has to install."""

from __future__ import annotations

from importlib.metadata import packages_distributions

from constructs_lib import __version__

OWN = "constructs_lib"


def requirements(*modules: str) -> list[str]:
    """Name the packages: this one, and those of patterns that come from others.

    Args:
        modules: in which the constructs of the patterns are.
    """
    major, minor, *_ = __version__.split(".")
    others = {module.partition(".")[0] for module in modules} - {OWN}
    named = {name for package in others for name in packages_distributions().get(package, [package])}
    return [f"kinesis-constructs[cdk]>={major}.{minor},<{major}.{int(minor) + 1}", *sorted(named)]
