"""Audit an account: what runs there against the policy, its quotas and its templates."""

from constructs_lib.operate.audit.audit import Audit, audit
from constructs_lib.operate.audit.result import AuditReport, QuotaUse, Skipped

__all__ = ["Audit", "AuditReport", "QuotaUse", "Skipped", "audit"]
