"""Findings that are made elsewhere than by a rule that looks at one resource: what each id means, in one place."""
