"""The policy inside an account."""

from constructs_lib.cdk.enforcement.config_rule import EvaluationFrequency, PolicyConfigRule
from constructs_lib.cdk.enforcement.policy_hook import FailureMode, PolicyHook, StackFilter, TargetOperation

__all__ = ["PolicyHook", "FailureMode", "TargetOperation", "StackFilter", "PolicyConfigRule", "EvaluationFrequency"]
