"""What is wrong with the form of a template."""

from __future__ import annotations

from constructs_lib.policy.notices.notice import notice

FORM = notice(
    "TPL001",
    "template-form",
    "a template has the form that CloudFormation reads",
    why="CloudFormation refuses the template, or takes something else than is meant; here nothing below it is checked",
    fix="write each key once, and every resource as a mapping of Type and Properties",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html",
)
FORMS = (FORM,)
