"""What the tests of users call: the policy as a test, deliveries, alarms, updates, and templates as test items."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.testing.alarms import assert_alarms_can_fire
    from constructs_lib.testing.compliance import NotCompliant, assert_compliant
    from constructs_lib.testing.contract import assert_fits
    from constructs_lib.testing.deliveries import Deliveries, EndpointRequest, Handed
    from constructs_lib.testing.delivery import assert_delivers
    from constructs_lib.testing.synth import synthesize
    from constructs_lib.testing.updates import assert_safe_update

__getattr__, __dir__ = lazily(__name__)

__all__ = [
    "Deliveries", "EndpointRequest", "Handed", "NotCompliant", "assert_alarms_can_fire", "assert_compliant",
    "assert_delivers", "assert_fits", "assert_safe_update", "synthesize",
]  # fmt: skip
