"""Every variant of every construct, one stack for each group: examples to copy from, and templates for checks."""
