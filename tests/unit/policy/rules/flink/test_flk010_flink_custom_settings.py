from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.flink.flk010_flink_custom_settings import EXAMPLE

flk010 = RuleCase("FLK010")
CUSTOM = EXAMPLE.format(type="CUSTOM")


def test_a_setting_that_does_not_count_is_found() -> None:
    finding = flk010.finds(EXAMPLE.format(type="DEFAULT"))
    assert (finding.property or "").endswith("ParallelismConfiguration.Parallelism")


def test_checkpoints_and_monitoring_are_looked_at() -> None:
    block = "CheckpointConfiguration: {ConfigurationType: DEFAULT, CheckpointingEnabled: false}"
    flk010.finds(CUSTOM + f"          {block}")
    flk010.finds(CUSTOM + "          MonitoringConfiguration: {ConfigurationType: DEFAULT, LogLevel: INFO}")


def test_values_that_the_service_uses_anyway_pass() -> None:
    flk010.passes(EXAMPLE.format(type="DEFAULT").replace("Parallelism: 4", "Parallelism: 1"))
    block = "{ConfigurationType: DEFAULT, CheckpointingEnabled: true, CheckpointInterval: 60000}"
    flk010.passes(CUSTOM + f"          CheckpointConfiguration: {block}")


def test_custom_passes() -> None:
    flk010.passes(CUSTOM)


def test_a_type_that_is_not_known_is_undecided() -> None:
    flk010.undecided(EXAMPLE.format(type="!ImportValue type"))
