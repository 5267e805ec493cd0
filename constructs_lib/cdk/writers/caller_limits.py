"""How much one caller of an API may send: a usage plan, and the key by which callers are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_apigateway as apigateway

from constructs_lib.cdk.tokens import is_token


@dataclass(frozen=True, kw_only=True)
class CallerLimits:
    """What each caller may send. It protects the shards from one caller; who may call, authorization says.

    API Gateway applies it on a best-effort basis, and answers what is above with 429.

    Attributes:
        rate: requests in a second.
        burst: requests at a time.
        quota: requests in a period; no quota unless given.
        period: of the quota; a day unless given.

    Raises:
        ValueError: a number lets nothing through.

    Source: API Gateway Developer Guide, "Usage plans and API keys for REST APIs".

    Example:
        >>> CallerLimits(rate=100, burst=200, quota=1_000_000).period.value
        'DAY'
    """

    rate: float
    burst: int
    quota: int | None = None
    period: apigateway.Period = apigateway.Period.DAY

    def __post_init__(self) -> None:
        for name in ("rate", "burst", "quota"):
            number = getattr(self, name)
            if number is not None and not is_token(number) and not number > 0:
                raise ValueError(f"{name}={number} lets nothing through: give more than 0")

    def plan(self, api: apigateway.RestApi, key: apigateway.IApiKey) -> apigateway.UsagePlan:
        """Define the plan for the stage of an API, with the key of its first caller."""
        plan = api.add_usage_plan(
            "Plan",
            throttle=apigateway.ThrottleSettings(rate_limit=self.rate, burst_limit=self.burst),
            quota=None if self.quota is None else apigateway.QuotaSettings(limit=self.quota, period=self.period),
            api_stages=[apigateway.UsagePlanPerApiStage(api=api, stage=api.deployment_stage)],
        )
        plan.add_api_key(key)
        return plan
