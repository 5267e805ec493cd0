"""A software template of Backstage: its form asks for what users may change, with the bounds of the pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.patterns import Pattern

API_VERSION = "scaffolder.backstage.io/v1beta3"
TEMPLATE = "template.json"


def backstage_files(pattern: Pattern, template: Mapping[str, Any]) -> dict[str, str]:
    """Make the files of a software template: its definition, and what it copies into a new repository.

    Args:
        pattern: to publish.
        template: its plain CloudFormation template, whose parameters become the form.
    """
    import json

    import yaml

    asked = [each for each in pattern.parameters if each.pascal_name in template.get("Parameters", {})]
    # "${{ }}" is what the scaffolder fills, and only in files that fetch:template copies.
    chosen = {each.pascal_name: "${{ values." + each.name + " | string }}" for each in asked}
    definition = {
        "apiVersion": API_VERSION,
        "kind": "Template",
        "metadata": {
            "name": pattern.id,
            "title": pattern.title,
            "description": pattern.summary,
            "tags": ["kinesis", "streaming"],
            "annotations": {"kinesis-constructs/version": pattern.version},
        },
        "spec": {
            "owner": pattern.owner,
            "type": "resource",
            "parameters": [
                {
                    "title": pattern.title,
                    "required": ["name", "repository", *(each.name for each in asked if each.required)],
                    "properties": {
                        "name": {
                            "title": "Name",
                            "type": "string",
                            "description": "Of the stack.",
                            "pattern": "^[A-Za-z][A-Za-z0-9-]{0,127}$",
                        },
                        "repository": {"title": "Repository", "type": "string", "ui:field": "RepoUrlPicker"},
                        **{
                            each.name: {"title": each.name.replace("_", " ").capitalize(), **each.schema}
                            | ({} if each.default is None else {"default": each.default})
                            for each in asked
                        },
                    },
                }
            ],
            "steps": [
                {
                    "id": "fetch",
                    "name": "Fill the template",
                    "action": "fetch:template",
                    "input": {
                        "url": "./skeleton",
                        "copyWithoutTemplating": [TEMPLATE],
                        "values": {
                            name: f"${{{{ parameters.{name} }}}}" for name in ["name", *(each.name for each in asked)]
                        },
                    },
                },
                {
                    "id": "publish",
                    "name": "Publish the repository",
                    "action": "publish:github",
                    "input": {"repoUrl": "${{ parameters.repository }}", "description": pattern.summary},
                },
            ],
            "output": {"links": [{"title": "Repository", "url": "${{ steps.publish.output.remoteUrl }}"}]},
        },
    }
    return {
        "template.yaml": yaml.safe_dump(definition, sort_keys=False, width=120),
        f"skeleton/{TEMPLATE}": json.dumps(template, indent=2) + "\n",
        "skeleton/parameters.json": json.dumps({"Parameters": chosen}, indent=2) + "\n",
        "skeleton/README.md": f"# ${{{{ values.name }}}}\n\n{pattern.summary} Made from `{pattern.id}` "
        f"{pattern.version}.\n\n    aws cloudformation deploy --stack-name ${{{{ values.name }}}} --template-file "
        f"{TEMPLATE} --parameter-overrides file://parameters.json --capabilities CAPABILITY_IAM\n",
    }
