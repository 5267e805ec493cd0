"""Send failed records again, millions of objects at a time."""

from constructs_lib.cdk.redrive.state_machine import RedriveStateMachine

__all__ = ["RedriveStateMachine"]
