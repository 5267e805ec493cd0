"""What decides inside an account whether a stack may be deployed: the same policy, whoever wrote the template."""

from constructs_lib.enforcement.hook import answer, handler

__all__ = ["answer", "handler"]
