"""A handler in Python, as a file or a folder of the app."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aws_cdk import Duration, Size
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from constructs_lib.cdk.tokens import of_mebibytes, of_seconds

DEFAULT_ARCHITECTURE = lambda_.Architecture.ARM_64
DEFAULT_RUNTIME = lambda_.Runtime.PYTHON_3_14
DEFAULT_TIMEOUT_SECONDS = 60
DEFAULT_MEMORY_MEBIBYTES = 512
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
DEFAULT_MODULE = "index"
DEFAULT_NAME = "handler"
REQUIREMENTS = "requirements.txt"


@dataclass(frozen=True, kw_only=True)
class PythonEntry:
    """A handler, packaged with `constructs_lib.runtime` and with its requirements, without Docker.

    Attributes:
        path: a file, or a folder with `index.py`; relative to where the app is run.
        handler: module and name; the file's own name and `handler` unless given, in a folder `index.handler`.
        requirements: file with what the handler imports; `requirements.txt` of the folder, if any, unless given.
            Pin versions in it: what changes there is deployed anew.
        architecture: of the function and of the wheels; arm64 unless given.
        runtime: version of Python; 3.14 unless given.
        timeout: of one batch; a minute unless given.
        memory: also decides the share of a processor; 512 MiB unless given.
        environment: variables of the function.
        log_retention: a month unless given.

    Example:
        >>> PythonEntry(path="functions/clean.py").module_and_name
        ('clean', 'handler')
    """

    path: str | Path
    handler: str | None = None
    requirements: str | Path | None = None
    architecture: lambda_.Architecture = DEFAULT_ARCHITECTURE
    runtime: lambda_.Runtime = DEFAULT_RUNTIME
    timeout: Duration = field(default_factory=lambda: of_seconds(DEFAULT_TIMEOUT_SECONDS))
    memory: Size = field(default_factory=lambda: of_mebibytes(DEFAULT_MEMORY_MEBIBYTES))
    environment: Mapping[str, str] = field(default_factory=dict)
    log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION

    @property
    def module_and_name(self) -> tuple[str, str]:
        """Which module holds the handler, with dots, and its name there."""
        path = Path(self.path)
        handler = self.handler or f"{path.stem if path.suffix == '.py' else DEFAULT_MODULE}.{DEFAULT_NAME}"
        module, _, name = handler.rpartition(".")
        return module, name

    @property
    def requirements_file(self) -> Path | None:
        """The file with what the handler imports, if there is one."""
        if self.requirements is not None:
            return Path(self.requirements)
        own = Path(self.path) / REQUIREMENTS
        return own if own.is_file() else None

    def require_handler(self) -> None:
        """Make sure that the handler is there.

        Raises:
            ValueError: the file is not there or is no Python, or it does not define the name.
        """
        path, (module, name) = Path(self.path), self.module_and_name
        if self.requirements is not None and not Path(self.requirements).is_file():
            raise ValueError(f"entry.requirements: there is no file {str(self.requirements)!r}")
        file = path if path.is_file() else _file_of(path.joinpath(*module.split(".")))
        if not file.is_file():
            raise ValueError(f"entry: there is no file {str(file)!r}; paths are relative to {str(Path.cwd())!r}")
        if path.is_file() and module != path.stem:
            raise ValueError(f"entry.handler names the module {module!r}, but the only one is {path.stem!r}")
        try:
            tree = ast.parse(file.read_bytes(), str(file))
        except SyntaxError as error:
            raise ValueError(f"entry: {file} is no Python: line {error.lineno}: {error.msg}") from error
        names = set(_defined(tree.body))
        if name not in names and "*" not in names:
            raise ValueError(f"entry: {file} defines no {name!r}; name it as handler='{module}.<name>'")


def _file_of(module: Path) -> Path:
    package = module / "__init__.py"
    return package if package.is_file() else module.with_suffix(".py")


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    """Give the names that statements of a module define; inner blocks too, because a handler may stand in a `try`."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Import() | ast.ImportFrom():
                yield from (alias.asname or alias.name for alias in node.names)
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
            case ast.If() | ast.Try() | ast.With():
                for block in ("body", "orelse", "finalbody"):
                    yield from _defined(getattr(node, block, []))
                for handler in getattr(node, "handlers", []):
                    yield from _defined(handler.body)
