"""Packages load what is asked for, and nothing before."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

PACKAGES = ("constructs_lib.cdk", "constructs_lib.cdk.consumers", "constructs_lib.cdk.delivery")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_exported_name_loads_and_is_listed(package):
    module = importlib.import_module(package)
    loaded = [getattr(module, name) for name in module.__all__]
    assert all(value is not None for value in loaded)
    assert set(module.__all__) <= set(dir(module))


def test_a_name_that_is_not_there_is_an_attribute_error():
    module = importlib.import_module(PACKAGES[0])
    with pytest.raises(AttributeError, match=r"'constructs_lib\.cdk' has no attribute 'Datastream'"):
        _ = module.Datastream
    with pytest.raises(ImportError, match="Datastream"):
        exec("from constructs_lib.cdk import Datastream")  # noqa: S102


def test_a_stream_loads_no_other_service():
    script = "import sys; from constructs_lib.cdk import DataStream; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "constructs_lib.cdk.streams" in loaded
    others = ("aws_stepfunctions", "aws_msk", "aws_glue", "aws_rds", "aws_opensearchservice")
    assert not {f"aws_cdk.{other}" for other in others} & set(loaded)
