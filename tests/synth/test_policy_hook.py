from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Match, Template

from constructs_lib.cdk.delivery import python_packaging
from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.enforcement import FailureMode, PolicyHook, StackFilter, TargetOperation
from constructs_lib.cdk.enforcement.packaging import packaged_policy
from constructs_lib.policy import Severity, check
from constructs_lib.policy.profile import InvalidProfile
from tests.synth.hook_requests import event_of, signed_addresses

FAILURES = Path(__file__).parents[1] / "data" / "failures"
MEMORY_BYTES = 1024 * 2**20
COLD_SECONDS = 10
"""Of processor time: what else the machine does is not the hook's."""
PROFILE = "version: 1\nbounds:\n  kinesis-stream-retention-hours: {maximum: 48, reason: personal data}\n"
PROGRAM = """
import sys, time
start = time.process_time()
sys.path.insert(0, sys.argv[1])
import json, pathlib, re
from constructs_lib.enforcement import hook
assert pathlib.Path(hook.__file__).is_relative_to(sys.argv[1])
answers, cold, print_no_more = {}, None, sys.stdout
sys.stdout = sys.stderr
for line in sys.stdin:
    name, event = json.loads(line)
    answers[name] = hook.handler(event, None)
    cold = cold or time.process_time() - start
# its own peak: what getrusage says is inherited from the process that started it
status = pathlib.Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) * 1024 if status.exists() else 0
print(json.dumps({"answers": answers, "cold": cold, "peak": peak}), file=print_no_more)
"""


def template(**arguments: Any) -> Template:
    stack = Stack(App(context={"aws:cdk:bundling-stacks": []}), "Guard")
    PolicyHook(stack, "Policy", **arguments)
    return Template.from_stack(stack)


def test_it_asks_the_function_about_every_stack_and_change_set():
    found = template()
    found.has_resource_properties(
        "AWS::CloudFormation::LambdaHook",
        {
            "Alias": "KinesisConstructs::Policy::Check",
            "FailureMode": "FAIL",
            "HookStatus": "ENABLED",
            "TargetOperations": ["STACK", "CHANGE_SET"],
            "StackFilters": Match.absent(),
        },
    )
    found.has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Handler": "constructs_lib.enforcement.hook.handler",
            "Timeout": 29,
            "MemorySize": 1024,
            "Architectures": ["arm64"],
            "Environment": {"Variables": {"KINESIS_CONSTRUCTS_FAIL_ON": "error"}},
        },
    )


def test_what_is_chosen_is_what_is_defined(tmp_path):
    profile = tmp_path / "organisation.yaml"
    profile.write_text(PROFILE)
    found = template(
        profile=profile,
        fail_on=Severity.WARNING,
        failure_mode=FailureMode.WARN,
        target_operations=[TargetOperation.STACK],
        stack_filter=StackFilter(exclude=["sandbox-*"]),
        updates=False,
        enabled=False,
    )
    found.has_resource_properties(
        "AWS::CloudFormation::LambdaHook",
        {
            "FailureMode": "WARN",
            "HookStatus": "DISABLED",
            "TargetOperations": ["STACK"],
            "StackFilters": {"FilteringCriteria": "ALL", "StackNames": {"Exclude": ["sandbox-*"]}},
        },
    )
    variables = {
        "KINESIS_CONSTRUCTS_FAIL_ON": "warning",
        "KINESIS_CONSTRUCTS_PROFILE": "/var/task/profile.yaml",
        "KINESIS_CONSTRUCTS_UPDATES": "ignore",
    }
    found.has_resource_properties("AWS::Lambda::Function", {"Environment": {"Variables": variables}})


def test_it_passes_the_schemas_of_cloudformation_and_the_policy():
    report = check(template().to_json())
    assert [str(finding) for finding in report.findings if finding.severity == "error"] == []


def test_its_role_for_cloudformation_may_invoke_this_function_for_this_account_alone():
    roles = template().find_resources("AWS::IAM::Role")
    (role,) = (one["Properties"] for name, one in roles.items() if "ExecutionRole" in name)
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "hooks.cloudformation.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    (allowed,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert allowed["Action"] == "lambda:InvokeFunction"
    assert allowed["Resource"]["Fn::GetAtt"][1] == "Arn"


def test_a_profile_that_cannot_be_used_is_refused_before_synthesis(tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nbound: {}\n")
    with pytest.raises(InvalidProfile, match=r"profile\.yaml"):
        template(profile=profile)
    with pytest.raises(ValueError, match="target_operations is empty"):
        template(target_operations=[])


def test_the_package_judges_every_known_failure_as_lambda_would_run_it(tmp_path, monkeypatch):
    """The very folder that becomes the asset, for this machine's platform, with nothing else on the path."""
    monkeypatch.setattr(python_packaging, "AMAZON_LINUX_2", ())  # this machine's C library is newer
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    machine = lambda_.Architecture.ARM_64 if os.uname().machine == "aarch64" else lambda_.Architecture.X86_64
    runtime = lambda_.Runtime(version, lambda_.RuntimeFamily.PYTHON)
    entry = PythonEntry(path=".", architecture=machine, runtime=runtime)
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\n")
    payloads: dict[str, dict[str, str]] = {}
    refused: dict[str, bool] = {}
    for case in sorted(FAILURES.glob("*/case.yaml")):
        for kind in ("bad", "good"):
            (file,) = case.parent.glob(f"{kind}.*")
            name = f"{case.parent.name}/{kind}"
            payloads[f"/{name}"] = {"template": file.read_text(), "previousTemplate": ""}
            if kind == "good" or yaml.safe_load(case.read_text())["verdict"] == "error":
                refused[name] = kind == "bad"
    with packaged_policy(entry, profile) as code, signed_addresses(payloads, tmp_path) as (host, certificate):
        assert isinstance(code, lambda_.AssetCode)
        events = [json.dumps([path[1:], event_of(path[1:], f"{host}{path}?X-Amz-Signature=1")]) for path in payloads]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PROGRAM, code.path],
            input="\n".join(events),
            env={"SSL_CERT_FILE": str(certificate), "AWS_REGION": "us-east-1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    answers = result["answers"]
    assert {name: answers[name].get("errorCode") == "NonCompliant" for name in refused} == refused
    assert not [name for name, given in answers.items() if given.get("errorCode") == "InternalFailure"]
    assert {given["clientRequestToken"] for given in answers.values()} == set(answers)
    assert result["cold"] < COLD_SECONDS
    assert result["peak"] < MEMORY_BYTES
