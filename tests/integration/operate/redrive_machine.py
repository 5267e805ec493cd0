"""A deployed redrive at scale, executed state after state in the local AWS."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.local import LocalAws
from tests.integration.operate.distributed_map import MapRun
from tests.patience import eventually

ROLE = "arn:aws:iam::000000000000:role/any"
FUNCTION = "redrive"


def zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return packed.getvalue()


def create_function(
    aws: LocalAws, code: bytes, properties: Mapping[str, Any], *, name: str = FUNCTION, role: str = ROLE
) -> str:
    made = aws.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler=properties["Handler"],
        Role=role,
        Code={"ZipFile": code},
        Timeout=properties["Timeout"],
        Environment={"Variables": properties["Environment"]["Variables"]},
    )
    return str(made["FunctionArn"])


def joined(value: Any, function: str) -> str:
    parts = value["Fn::Join"][1]
    known = {"Ref": "AWS::Partition"}
    return "".join(part if isinstance(part, str) else "aws" if part == known else function for part in parts)


def hasty(state: dict[str, Any]) -> dict[str, Any]:
    """Let a state try again as often as it does, but soon: the local AWS gives all errors of functions one name."""
    return {**state, "Retry": [{**each, "IntervalSeconds": 1, "BackoffRate": 1} for each in state["Retry"]]}


class Machine:
    """Runs a redrive as Step Functions would; only the map itself is `MapRun`'s.

    Args:
        aws: runs the states and the function.
        function: properties of the function in the template; it is made.
        code: the folder with its code.
        state_machine: its `DefinitionString` in the template.
    """

    def __init__(
        self, aws: LocalAws, function: Mapping[str, Any], code: Path, state_machine: Mapping[str, Any]
    ) -> None:
        self.aws = aws
        self.variables = function["Environment"]["Variables"]
        definition = json.loads(joined(state_machine, create_function(aws, zipped(code), function)))
        self.map = definition["States"]["Redrive"]
        self.definition = definition
        self.states = aws.client("stepfunctions")
        stop = {"Type": "Pass", "Parameters": {"map.$": "$"}, "End": True}
        states = {**definition["States"], "Begin": hasty(definition["States"]["Begin"]), "Redrive": stop}
        self.before = self.create("before", {**definition, "States": states})
        child = self.map["ItemProcessor"]
        states = {**child["States"], "Send": hasty(child["States"]["Send"])}
        self.child = self.create("child", {**child, "States": states})

    def create(self, name: str, definition: dict[str, Any]) -> str:
        made = self.states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
        return str(made["stateMachineArn"])

    def execute(self, machine: str, given: Mapping[str, Any], name: str) -> dict[str, Any]:
        execution = self.states.start_execution(stateMachineArn=machine, input=json.dumps(given), name=name)
        seen = eventually(lambda: self.ended(execution["executionArn"]))
        return {**seen, "output": json.loads(seen["output"]) if seen.get("output") else None}

    def ended(self, execution: str) -> dict[str, Any] | None:
        """What an execution says that runs no more."""
        seen: dict[str, Any] = self.states.describe_execution(executionArn=execution)
        return None if seen["status"] == "RUNNING" else seen

    def run(self, name: str, **given: Any) -> dict[str, Any]:
        """Run the states to their end; without a map where there is nothing to read."""
        begun = self.begin(name, **given)
        return self.end(name, begun, self.map_run(name, begun["map"]).run()) if "map" in begun else begun

    def begin(self, name: str, **given: Any) -> dict[str, Any]:
        seen = self.execute(self.before, given, name)
        assert seen["status"] == "SUCCEEDED", seen
        return dict(seen["output"])

    def map_run(self, name: str, given: dict[str, Any]) -> MapRun:
        return MapRun(
            self.map, given, self.aws.client("s3"), lambda child, batch: self.execute(self.child, batch, child), name
        )

    def end(self, name: str, begun: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
        mapped = {"Type": "Pass", "Result": result, **{key: self.map[key] for key in ("ResultPath", "Next")}}
        states = {**self.definition["States"], "Redrive": mapped}
        after = self.create(f"after-{name}", {**self.definition, "StartAt": "Redrive", "States": states})
        seen = self.execute(after, begun["map"], name)
        assert seen["status"] == "SUCCEEDED", seen
        return dict(seen["output"])

    def configure(self, timeout_seconds: int = 900, **variables: str) -> None:
        """Give the function other variables than those of its template, or less time."""
        self.aws.client("lambda").update_function_configuration(
            FunctionName=FUNCTION, Environment={"Variables": {**self.variables, **variables}}, Timeout=timeout_seconds
        )
