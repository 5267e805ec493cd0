"""What an audit says beyond the rules: of quotas, and of what runs otherwise than its template says."""

from __future__ import annotations

from constructs_lib.policy.finding import Severity
from constructs_lib.policy.notices.notice import notice

QUOTA = notice(
    "AUD010",
    "quota-nearly-used",
    "no quota of the account is nearly used up",
    severity=Severity.WARNING,
    why="once the quota is used up, the next deployment or scaling fails",
    fix="ask for a higher quota in Service Quotas, or remove what is not used",
    source="the quotas in force, and what the account uses; the share that counts as nearly is ours (assumed)",
)
DRIFT = notice(
    "AUD020",
    "drift-from-template",
    "what runs is as its template says",
    severity=Severity.WARNING,
    why="the next deployment may leave it so, as CloudFormation compares with its last template, or change it back",
    fix="take the change into the template, or set the template's value again",
    source="the template that the audit is given",
)
MISSING = notice(
    "AUD021",
    "template-resource-is-there",
    "what a template defines is there",
    severity=Severity.WARNING,
    why="it has been deleted outside CloudFormation, or the template was never deployed to this account and region",
    fix="deploy the template, or check the account and the region",
    source="the template that the audit is given",
)
DANGLING = notice(
    "AUD030",
    "named-resources-are-there",
    "what streams, delivery streams, mappings and functions name is there",
    why="AWS looks for it when the name is given, not when it is deleted: then records fail, or the next change",
    fix="make it again under the same name, or name another",
    source="the service that is asked for it, which answers that it knows none",
)
STATE = notice(
    "AUD040",
    "services-report-no-failure",
    "no delivery stream and no mapping reports a failure",
    severity=Severity.WARNING,
    why="records wait, or are lost when their stream does not keep them any longer",
    fix="read the function's log, or what the service says, and repair that",
    source="botocore 1.44.5 firehose DeliveryStreamStatus, DeliveryStreamEncryptionStatus and FailureDescription; "
    "lambda LastProcessingResult, whose values are assumed (read 2026-11-21)",
)
AUDITS = (QUOTA, DRIFT, MISSING, DANGLING, STATE)
