"""A Python distribution of a platform team's own patterns: typed, guarded constructs, with their tests and history."""

from constructs_lib.publishing.package.distribution import Offer, own_of, package_files
from constructs_lib.publishing.package.history import FOLDER, History, InvalidHistory, read_history
from constructs_lib.publishing.package.team import Team

__all__ = ["FOLDER", "History", "InvalidHistory", "Offer", "Team", "own_of", "package_files", "read_history"]
