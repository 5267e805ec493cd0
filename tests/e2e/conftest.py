from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.flights.demo import steps
from constructs_lib.local import LocalAws
from constructs_lib.local.deploy import bootstrap, deploy


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return steps.synthesize(tmp_path_factory.mktemp("assemblies"))


@pytest.fixture(scope="session")
def aws(assembly: Path) -> Iterator[LocalAws]:
    """A local AWS with the flights pipeline deployed."""
    with LocalAws.start(interval_cap=1.0) as local:
        bootstrap(local)
        deploy(local, str(assembly))
        yield local


@pytest.fixture(scope="session")
def pipeline(aws: LocalAws) -> steps.Pipeline:
    return steps.find_pipeline(aws)
