"""The expression of a composite alarm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.graph.values import Undecided
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Violation, rule

TOKEN = re.compile(
    r'\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]*"|[^()"]+?)\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))'
)
COUNTING = "AT_LEAST"
"""A function that newer rules may use; a rule with it is not judged."""
EXAMPLE = """
Resources:
  Late: {{Type: AWS::CloudWatch::Alarm}}
  Any:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: any
      AlarmRule: !Sub '{rule}'
"""


@rule(
    id="CWA020",
    name="composite-rule",
    title="the rule of a composite alarm combines states of alarms with AND, OR and NOT",
    severity=Severity.ERROR,
    resources=("AWS::CloudWatch::CompositeAlarm",),
    why="CloudWatch refuses a rule that it cannot read",
    fix='write ALARM("name"), OK("name") or INSUFFICIENT_DATA("name"), joined by AND, OR and NOT',
    source="CloudWatch API Reference: PutCompositeAlarm, AlarmRule (botocore 1.44.5, read 2026-11-21)",
    bad=EXAMPLE.format(rule="ALARM(${Late}) && OK(other)"),
    good=EXAMPLE.format(rule="ALARM(${Late}) AND NOT OK(other)"),
)
def composite_rule(alarm: ResourceView) -> Iterator[Violation]:
    """Check one composite alarm; what refers to an alarm is its name, and other values may be anything."""
    written = alarm["AlarmRule"]
    if not all(isinstance(piece, str) or names_resource(written, piece) for piece in written_parts(written)):
        raise CannotDecide(written, "what the rule is put together of is known only at deployment")
    text = "".join(piece if isinstance(piece, str) else "alarm" for piece in written_parts(written))
    if written.exists and COUNTING not in text.upper() and not reads(text):
        yield Violation(
            written, message="the rule is no expression of alarm states", given=text, allowed="ALARM(a) AND OK(b)"
        )
    suppressor = alarm["ActionsSuppressor"]
    for name in ("ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"):
        if suppressor.exists and alarm[name].absent:
            yield Violation(alarm[name], message=f"a suppressor needs {name}", allowed="seconds")


def written_parts(rule: Value) -> tuple[str | Reference | Undecided, ...]:
    """The pieces of a rule; a parameter or an import may be one whole."""
    return (rule.node,) if isinstance(rule.node, Undecided) else rule.parts


def names_resource(rule: Value, piece: Reference | Undecided) -> bool:
    """Tell whether a piece refers to a resource, so that it is a name or an ARN."""
    owner = rule.owner
    return isinstance(piece, Reference) and owner.view.find(owner.resource.template, piece.target) is not None


def reads(text: str) -> bool:
    """Tell whether a text is an expression, whatever the case of its words."""
    wants_operand, depth, place = True, 0, 0
    text = text.strip().upper()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            return False
        state, _, word, bracket = found.groups()
        place = found.end()
        if word == "NOT" or bracket == "(":
            if not wants_operand:
                return False
            depth += bracket == "("
        elif word in {"AND", "OR"}:
            if wants_operand:
                return False
            wants_operand = True
        elif bracket == ")":
            if wants_operand or depth == 0:
                return False
            depth -= 1
        elif state or word:
            if not wants_operand:
                return False
            wants_operand = False
    return not wants_operand and depth == 0
