"""A transform from a file: packaged without Docker, for both platforms, the same on every machine."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from aws_cdk import App, CfnParameter, Size, Stack
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk import DeliveryStream, LambdaTransform, PythonEntry, PythonFunction, S3Destination
from constructs_lib.cdk.delivery import python_packaging
from constructs_lib.cdk.package_files import PACKAGE
from tests.synth.parts import only, processor_parameters, resources

HANDLER = """
from constructs_lib.runtime import Fail, Ok, transform

def celsius(reading):
    return Ok({"c": (reading["f"] - 32) / 1.8}) if "f" in reading else Fail("no temperature")

handler = transform(celsius)
"""
USES_A_WHEEL = "import answers\n\ndef handler(event, context):\n    return answers.ANSWER\n"
IMPORTS_EVERYTHING = """
from importlib import import_module

def handler(event, context):
    needed = []
    for module in MODULES:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            needed.append(error.name)
    return needed
"""
# Without the site packages and the working directory of these tests, as on Lambda.
CALL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from importlib import import_module

class Context:
    aws_request_id, function_name, invoked_function_arn = "one", "clean", "arn"
    def get_remaining_time_in_millis(self):
        return 60_000

print(json.dumps(getattr(import_module(sys.argv[2]), "handler")(json.load(sys.stdin), Context())))
"""


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    file = tmp_path / "clean.py"
    file.write_text(HANDLER)
    return file


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A place with one wheel, for arm64 only, and nowhere else to look."""
    return shop_with(tmp_path, "cp314-cp314-manylinux2014_aarch64")


def shop_with(tmp_path: Path, tag: str) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "answers-1.0.dist-info"
    with zipfile.ZipFile(folder / f"answers-1.0-{tag}.whl", "w") as wheel:
        wheel.writestr("answers.py", "ANSWER = 42\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: answers\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "answers.py,,\n")
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"--no-index\n--find-links {folder}\nanswers==1.0\n")
    return requirements


def asset(app: App, stack: Stack) -> Path:
    assembly = app.synth()
    (found,) = Path(assembly.directory).glob("asset.*/")
    return found


def call(folder: Path, module: str, event: object) -> object:
    command = [sys.executable, "-I", "-S", "-c", CALL, str(folder), module]
    done = subprocess.run(command, input=json.dumps(event), capture_output=True, text=True, cwd="/", check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_a_file_becomes_a_function_on_graviton_that_firehose_may_call(stack, entry):
    delivery = DeliveryStream(
        stack, "Delivery", transform=LambdaTransform(entry=str(entry)), destination=S3Destination()
    )
    function = only(stack, "AWS::Lambda::Function")
    assert function["Handler"] == "clean.handler"
    assert function["Architectures"] == ["arm64"]
    assert function["Runtime"] == "python3.14"
    assert (function["Timeout"], function["MemorySize"]) == (60, 512)
    assert delivery.transform_function is not None
    assert processor_parameters(stack)["LambdaArn"] == stack.resolve(delivery.transform_function.function_arn)


def test_what_is_packaged_answers_a_batch_of_firehose(app, stack, entry):
    DeliveryStream(stack, "Delivery", transform=LambdaTransform(entry=entry), destination=S3Destination())
    records = [
        {"recordId": str(position), "approximateArrivalTimestamp": 1495072949453,
         "data": base64.b64encode(json.dumps(reading).encode()).decode()}
        for position, reading in enumerate([{"f": 212}, {}])
    ]  # fmt: skip
    event = {
        "invocationId": "invocationIdExample",
        "deliveryStreamArn": "arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake",
        "region": "eu-west-1",
        "records": records,
    }
    answered = call(asset(app, stack), "clean", event)["records"]
    assert [(each["recordId"], each["result"]) for each in answered] == [("0", "Ok"), ("1", "ProcessingFailed")]
    assert json.loads(base64.b64decode(answered[0]["data"])) == {"c": 100.0}


def test_nothing_of_the_library_is_missing_in_the_package(app, stack, entry):
    modules = [f"constructs_lib.runtime.{path.stem}" for path in (PACKAGE / "runtime").glob("*.py")]
    entry.write_text(f"MODULES = {modules}\n{IMPORTS_EVERYTHING}")
    PythonFunction(stack, "Function", entry=PythonEntry(path=entry))
    needed = call(asset(app, stack), "clean", {})
    assert [name for name in needed if name.startswith("constructs_lib")] == []


def test_a_folder_brings_its_files_and_leaves_its_caches(app, stack, tmp_path):
    folder = tmp_path / "clean"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "__pycache__" / "index.cpython-314.pyc").write_bytes(b"")
    (folder / "index.py").write_text("from words import WORD\n\ndef handler(*_):\n    return WORD\n")
    (folder / "words.py").write_text("WORD = 'late'\n")
    PythonFunction(stack, "Function", entry=PythonEntry(path=folder))
    found = asset(app, stack)
    assert {path.name for path in found.iterdir()} == {"constructs_lib", "index.py", "words.py"}
    assert call(found, "index", {}) == "late"


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_requirements_are_wheels_of_the_platform_of_the_function(app, stack, entry, shop, installer, monkeypatch):
    use(installer, monkeypatch)
    entry.write_text(USES_A_WHEEL)
    PythonFunction(stack, "Function", entry=PythonEntry(path=entry, requirements=shop))
    found = asset(app, stack)
    assert call(found, "clean", {}) == 42
    assert {path.name for path in (found / "answers-1.0.dist-info").iterdir()} == {"METADATA", "WHEEL"}


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_requirement_without_a_wheel_for_the_architecture_is_refused_by_name(
    stack, entry, shop, installer, monkeypatch
):
    use(installer, monkeypatch)
    wanted = PythonEntry(path=entry, requirements=shop, architecture=lambda_.Architecture.X86_64)
    with pytest.raises(ValueError, match=r"wheels for x86_64 and Python 3\.14(.|\n)*answers"):
        PythonFunction(stack, "Function", entry=wanted)


@pytest.mark.parametrize("installer", ["uv", "pip"])
@pytest.mark.parametrize(
    ("tag", "runtime", "fits"),
    [
        ("cp314-cp314-manylinux_2_24_aarch64", lambda_.Runtime.PYTHON_3_14, True),
        ("cp314-cp314-manylinux_2_34_aarch64", lambda_.Runtime.PYTHON_3_14, True),
        ("cp314-cp314-manylinux_2_35_aarch64", lambda_.Runtime.PYTHON_3_14, False),
        ("cp313-cp313-manylinux2014_aarch64", lambda_.Runtime.PYTHON_3_14, False),
        ("cp39-abi3-manylinux2014_aarch64", lambda_.Runtime.PYTHON_3_14, True),
        ("cp311-cp311-manylinux_2_17_aarch64", lambda_.Runtime.PYTHON_3_11, True),
        ("cp311-cp311-manylinux_2_28_aarch64", lambda_.Runtime.PYTHON_3_11, False),
        ("py3-none-any", lambda_.Runtime.PYTHON_3_11, True),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_wheel_fits_by_its_python_and_its_c_library(
    stack, entry, tmp_path, monkeypatch, installer, tag, runtime, fits
):
    use(installer, monkeypatch)
    wanted = PythonEntry(path=entry, requirements=shop_with(tmp_path, tag), runtime=runtime)
    if fits:
        PythonFunction(stack, "Function", entry=wanted)
        return
    with pytest.raises(ValueError, match="cannot be installed from wheels"):
        PythonFunction(stack, "Function", entry=wanted)


def test_requirements_of_a_folder_are_found(tmp_path):
    (tmp_path / "requirements.txt").write_text("answers==1.0\n")
    assert PythonEntry(path=tmp_path).requirements_file == tmp_path / "requirements.txt"
    assert PythonEntry(path=tmp_path / "index.py").requirements_file is None


def test_a_stack_that_is_not_deployed_this_time_downloads_nothing(entry, shop):
    shop.write_text("--no-index\nnowhere==1.0\n")
    stack = Stack(App(context={"aws:cdk:bundling-stacks": ["Other"]}), "Pipeline")
    PythonFunction(stack, "Function", entry=PythonEntry(path=entry, requirements=shop))
    assert only(stack, "AWS::Lambda::Function")["Handler"] == "clean.handler"


def test_the_asset_is_named_by_what_the_files_hold(entry, shop, tmp_path):
    moved = tmp_path / "elsewhere" / "clean.py"
    moved.parent.mkdir()
    moved.write_text(HANDLER)
    names = []
    for path in (entry, moved):
        python_packaging._wheels.cache_clear()
        stack = Stack(App(), "Pipeline")
        PythonFunction(stack, "Function", entry=PythonEntry(path=path, requirements=shop))
        names.append(only(stack, "AWS::Lambda::Function")["Code"]["S3Key"])
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("text", "handler", "message"),
    [
        ("def handler(event, context): ...", "clean.main", "defines no 'main'"),
        ("def handler(event, context): ...", "other.handler", "names the module 'other'"),
        ("def handler(event context): ...", None, "is no Python: line 1"),
        ("main = 1", None, "defines no 'handler'"),
    ],
)
def test_a_handler_that_is_not_there_is_refused(stack, entry, text, handler, message):
    entry.write_text(text)
    with pytest.raises(ValueError, match=message):
        PythonFunction(stack, "Function", entry=PythonEntry(path=entry, handler=handler))


@pytest.mark.parametrize(
    "text",
    [
        "from words import handler",
        "from words import *",
        "handler = make()",
        "handler: object = make()",
        "one, handler = make()",
        "try:\n    def handler(*_): ...\nexcept ImportError:\n    pass",
        "try:\n    import fast\nexcept ImportError:\n    handler = slow",
    ],
)
def test_a_handler_is_found_however_it_is_defined(entry, text):
    entry.write_text(text)
    PythonEntry(path=entry).require_handler()


def test_a_file_that_is_not_there_is_refused_with_where_it_was_looked_for(stack, tmp_path):
    with pytest.raises(ValueError, match=r"there is no file .*gone\.py.*relative to"):
        PythonFunction(stack, "Function", entry=PythonEntry(path=tmp_path / "gone.py"))
    with pytest.raises(ValueError, match="there is no file"):
        PythonFunction(stack, "Function", entry=PythonEntry(path=tmp_path, requirements="gone.txt"))


@pytest.mark.parametrize("both", [True, False])
def test_a_transform_is_one_function(stack, entry, both):
    function = lambda_.Function.from_function_arn(
        stack, "Given", "arn:aws:lambda:eu-west-1:111122223333:function:clean"
    )
    with pytest.raises(ValueError, match="one of function and entry"):
        LambdaTransform(function=function, entry=entry) if both else LambdaTransform()


def test_its_role_may_write_its_own_log_only(stack, entry):
    PythonFunction(stack, "Function", entry=PythonEntry(path=entry))
    role = only(stack, "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role
    (policy,) = role["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    (group,) = [name for name, each in resources(stack).items() if each["Type"] == "AWS::Logs::LogGroup"]
    assert statement["Resource"] == {"Fn::GetAtt": [group, "Arn"]}


def use(installer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only one installer be found."""
    python_packaging._wheels.cache_clear()
    if installer == "pip":
        monkeypatch.setattr(python_packaging.shutil, "which", lambda *_, **__: None)


def test_no_logical_id_of_a_function_from_a_file_has_changed(stack, entry):
    DeliveryStream(stack, "Delivery", transform=LambdaTransform(entry=entry), destination=S3Destination())
    assert {name for name in resources(stack) if name.startswith("DeliveryTransform")} == {
        "DeliveryTransformFunction5E0C6455",
        "DeliveryTransformLog501B89E0",
        "DeliveryTransformRoleBF3D6AEB",
    }


def test_memory_may_be_known_at_deployment_only(stack, entry):
    memory = CfnParameter(stack, "Memory", type="Number").value_as_number
    PythonFunction(stack, "Function", entry=PythonEntry(path=entry, memory=Size.mebibytes(memory)))
    assert only(stack, "AWS::Lambda::Function")["MemorySize"] == {"Ref": "Memory"}
