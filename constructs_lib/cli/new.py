"""Write an app from a pattern, or the beginning of a rule, with its tests.

  kinesis-constructs new stream-to-lake orders
  kinesis-constructs new metrics-to-s3 metrics --set 'namespaces=["AWS/Kinesis"]'
  kinesis-constructs new rule stream-has-owner --family KDS --room streams
  kinesis-constructs new rule team-prefix --family TEAM --resource AWS::KinesisFirehose::DeliveryStream

An app has its parameters in a file, tests that pass, and a workflow that runs them; parameters that are not given get
examples. kinesis-constructs patterns list names the patterns.

Inside this project a rule goes to its room, and its test beside the others; anywhere else both are written into the
folder you are in, with the lines that make your rules known to the policy.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from constructs_lib.cli.app_scaffold import write_app
from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import add_arguments, arguments_of, pattern_named
from constructs_lib.cli.rendering import rendered
from constructs_lib.policy.registry import GROUP, discover

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FAMILY = re.compile(r"[A-Z]{2,8}")
OWN_RULES = Path("constructs_lib/policy/rules")
OWN_TESTS = Path("tests/unit/policy/rules")


@dataclass(frozen=True)
class Places:
    """Where the two files go, and how the test imports the rule."""

    rule: Path
    test: Path
    module: str


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", metavar="PATTERN|rule", help="id of a pattern, or id@MAJOR, or the word rule")
    parser.add_argument("name", metavar="FOLDER|NAME", help="folder of the app, or kebab-case name of the rule")
    app = parser.add_argument_group("of an app")
    add_arguments(app)
    rule = parser.add_argument_group("of a rule")
    rule.add_argument("--family", default="KDS", help="letters before the number; default: KDS")
    rule.add_argument("--room", default="streams", help="folder of the rule inside this project; default: streams")
    rule.add_argument("--resource", default="AWS::Kinesis::Stream", help="CloudFormation type it looks at")


def run(options: argparse.Namespace) -> int:
    """Write the files, and print where they are."""
    if options.what == "rule":
        return write_rule(options)
    written = write_app(pattern_named(options.what), Path(options.name), arguments_of(options))
    print("\n".join(map(str, written)))
    return 0


def write_rule(options: argparse.Namespace) -> int:
    """Write a rule and its test, and print where they are.

    Raises:
        CommandError: a name is not usable, or a file is there already.
    """
    if not NAME.fullmatch(options.name):
        raise CommandError(f"{options.name} is no name: use lower case words joined by hyphens")
    if not FAMILY.fullmatch(options.family):
        raise CommandError(f"{options.family} is no family: use two to eight capital letters")
    if options.name in {rule.name for rule in discover()}:
        raise CommandError(f"a rule is already called {options.name}")
    rule_id = next_id(options.family)
    places = places_of(f"{rule_id.lower()}_{options.name.replace('-', '_')}", options.room)
    for path in (places.rule, places.test):
        if path.exists():
            raise CommandError(f"{path} is there already")
    facts = {
        "id": rule_id,
        "name": options.name,
        "title": options.name.replace("-", " ").capitalize(),
        "function": options.name.replace("-", "_"),
        "resource": options.resource,
        "module": places.module,
    }
    for template, path in (("rule.py.jinja", places.rule), ("test_rule.py.jinja", places.test)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(template, facts), encoding="utf-8")
        print(path)
    if not OWN_RULES.is_dir():
        function = facts["function"]
        print(f'\nin pyproject.toml:\n[project.entry-points."{GROUP}"]\n{function} = "{places.module}:{function}"')
    return 0


def next_id(family: str) -> str:
    """The first free number of a family."""
    taken = {rule.id for rule in discover()}
    return next(free for number in range(10, 1000) if (free := f"{family}{number:03d}") not in taken)


def places_of(stem: str, room: str) -> Places:
    """Choose where to write: this project's rooms, or the folder we are in."""
    if OWN_RULES.is_dir():
        if not (OWN_RULES / room).is_dir():
            rooms = sorted(path.name for path in OWN_RULES.iterdir() if (path / "__init__.py").exists())
            raise CommandError(f"there is no room {room}; there are {', '.join(rooms)}")
        module = ".".join([*OWN_RULES.parts, room, stem])
        return Places(OWN_RULES / room / f"{stem}.py", OWN_TESTS / room / f"test_{stem}.py", module)
    return Places(Path(f"{stem}.py"), Path(f"test_{stem}.py"), stem)
