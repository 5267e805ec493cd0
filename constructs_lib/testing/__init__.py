"""What the tests of users call: the policy as a test, and templates as test items."""

from constructs_lib.testing.compliance import NotCompliant, assert_compliant

__all__ = ["NotCompliant", "assert_compliant"]
