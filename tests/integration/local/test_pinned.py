from __future__ import annotations

import subprocess

import pytest

from constructs_lib.local import environment
from constructs_lib.local.launcher import start

SABOTAGE = """
import runpy
runpy.run_path({start!r})["make_importable"]()
import ministack.services.{module} as service
del service.{name}
from constructs_lib.local.launcher.run import main
main()
"""


@pytest.mark.parametrize(
    ("patch", "module", "name"),
    [
        ("streams", "kinesis", "_describe_stream_summary"),
        ("consumers", "kinesis", "_register_consumer"),
        ("buckets", "s3", "_put_bucket_replication"),
        ("event sources", "lambda_svc", "_poll_kinesis"),
        ("delivery", "firehose", "ingest_from_kinesis_source"),
        ("log subscriptions", "cloudwatch_logs", "_fanout_to_subscription_filters"),
        ("event targets", "eventbridge", "_invoke_target"),
        ("topic subscriptions", "sns", "_fanout"),
        ("pipes", "pipes", "_deliver_batch"),
        ("products", "cloudformation.helpers", "_resolve_template"),
        ("table changes", "dynamodb", "_enable_kinesis_streaming_destination"),
    ],
)
def test_a_ministack_that_moved_does_not_start_and_names_the_patch(patch: str, module: str, name: str) -> None:
    script = SABOTAGE.format(start=start.__file__, module=module, name=name)
    done = subprocess.run([str(environment.install()), "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"patch {patch}: ministack.services.{module}.{name} is gone" in done.stderr
