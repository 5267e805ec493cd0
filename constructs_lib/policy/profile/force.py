"""The profile in force: the one that is named, or the one that the environment names."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from constructs_lib.policy.profile.profile import Profile
from constructs_lib.policy.profile.reading import InvalidProfile, read_profile

ENVIRONMENT = "KINESIS_CONSTRUCTS_PROFILE"
"""The variable that may name the file of the profile."""

ProfileLike = Profile | str | os.PathLike[str]
"""A profile, or the file that it is read from."""


def profile_in_force(given: ProfileLike | None = None) -> Profile:
    """Find the profile that holds here.

    Args:
        given: a profile, or its file; an empty name means that none holds. The file that the environment variable
            names unless given.

    Returns:
        The profile; one that asks for nothing where none is named.

    Raises:
        InvalidProfile: see `read_profile`.
    """
    if isinstance(given, Profile):
        return given
    named = os.environ.get(ENVIRONMENT, "") if given is None else os.fspath(given)
    if not named:
        return NONE
    try:
        state = Path(named).stat()
    except OSError as error:
        raise InvalidProfile(f"{named}: {(error.strerror or str(error)).lower()}") from error
    return _read_once(named, state.st_mtime_ns, state.st_size)


NONE = Profile()


@lru_cache(maxsize=16)
def _read_once(named: str, _changed: int, _size: int) -> Profile:
    return read_profile(Path(named))
