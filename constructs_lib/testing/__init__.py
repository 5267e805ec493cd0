"""What the tests of users call: the policy as a test, transforms against their streams, and templates as test items."""

from constructs_lib.testing.compliance import NotCompliant, assert_compliant
from constructs_lib.testing.contract import assert_fits

__all__ = ["NotCompliant", "assert_compliant", "assert_fits"]
