from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.flights.demo import steps
from constructs_lib.local import LocalAws
from constructs_lib.local.deploy import bootstrap, deploy


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    """A local AWS with the flights pipeline deployed."""
    steps.synthesize()
    with LocalAws.start(interval_cap=1.0) as local:
        bootstrap(local)
        deploy(local, str(steps.ASSEMBLY))
        yield local


@pytest.fixture(scope="session")
def pipeline(aws: LocalAws) -> steps.Pipeline:
    return steps.find_pipeline(aws)
