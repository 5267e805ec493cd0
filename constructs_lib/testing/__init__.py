"""What the tests of users call: the policy as a test, deliveries, alarms, updates, and templates as test items."""

from constructs_lib.testing.compliance import NotCompliant, assert_compliant
from constructs_lib.testing.contract import assert_fits
from constructs_lib.testing.delivery import assert_delivers

__all__ = ["NotCompliant", "assert_compliant", "assert_delivers", "assert_fits"]
