"""Partners that speak Firehose's protocol, each with the endpoints where it listens."""

from __future__ import annotations

from dataclasses import dataclass

from constructs_lib.cdk.delivery.http_endpoint import Endpoint
from constructs_lib.spec.destinations import listeners


@dataclass(frozen=True, kw_only=True)
class Partner(listeners.Listener):
    """A partner.

    Attributes:
        name: as the console of Firehose shows it.
        size: id of the limit of a request.
        sites: name of a site, or of an account's region, to the address that is published for it.
        address: what the caller finds the address by, where it is of one account only.
        needs_key: whether it refuses requests without an access key.
        source: who publishes it.
    """

    def at(self, site: str) -> Endpoint:
        """Give the endpoint of a site.

        Raises:
            ValueError: no address is published for it.

        Example:
            >>> DATADOG.at("logs-eu").url
            'https://aws-kinesis-http-intake.logs.datadoghq.eu/v1/input'
        """
        if site not in self.sites:
            known = f"one of {', '.join(self.sites)}, or " if self.sites else ""
            raise ValueError(f"{self.name} publishes no address for the site {site!r}: give {known}the url")
        return self.url(self.sites[site])

    def url(self, url: str) -> Endpoint:
        """Give the endpoint of an address that the caller knows."""
        return Endpoint(url=url, name=self.name, size=self.size, needs_key=self.needs_key)


def _partner(listener: listeners.Listener) -> Partner:
    return Partner(**vars(listener))


CORALOGIX = _partner(listeners.CORALOGIX)
DATADOG = _partner(listeners.DATADOG)
DYNATRACE = _partner(listeners.DYNATRACE)
ELASTIC = _partner(listeners.ELASTIC)
HONEYCOMB = _partner(listeners.HONEYCOMB)
LOGICMONITOR = _partner(listeners.LOGICMONITOR)
LOGZ_IO = _partner(listeners.LOGZ_IO)
MONGODB = _partner(listeners.MONGODB)
NEW_RELIC = _partner(listeners.NEW_RELIC)
SPLUNK_OBSERVABILITY = _partner(listeners.SPLUNK_OBSERVABILITY)
SUMO_LOGIC = _partner(listeners.SUMO_LOGIC)
PARTNERS = (
    CORALOGIX, DATADOG, DYNATRACE, ELASTIC, HONEYCOMB, LOGICMONITOR, LOGZ_IO, MONGODB, NEW_RELIC,
    SPLUNK_OBSERVABILITY, SUMO_LOGIC,
)  # fmt: skip
