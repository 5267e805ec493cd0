"""Synthesize the gallery: `python -m apps.gallery.app`."""

from __future__ import annotations

from aws_cdk import App, Stack, Stage, Validations

from apps.gallery.agents import Agents
from apps.gallery.buckets import Buckets
from apps.gallery.channels import Channels
from apps.gallery.consumers import Consumers
from apps.gallery.databases import Databases
from apps.gallery.defaults import Defaults
from apps.gallery.enforcement import Enforcement
from apps.gallery.event_writers import EventWriters
from apps.gallery.http_endpoints import HttpEndpoints
from apps.gallery.log_writers import LogWriters
from apps.gallery.monitoring import Monitoring
from apps.gallery.network import Network
from apps.gallery.partner_endpoints import PartnerEndpoints
from apps.gallery.partners import Partners
from apps.gallery.patterns import Patterns
from apps.gallery.processing import Processing
from apps.gallery.redrive import Redrive
from apps.gallery.search import Search
from apps.gallery.sources import Sources
from apps.gallery.specs import Specs
from apps.gallery.streams import Streams
from apps.gallery.warehouses import Warehouses
from constructs_lib.cdk import KinesisConstructsPlugin


def stacks(app: Stage) -> list[Stack]:
    """Define one stack for each group, in an app or a stage of one."""
    network = Network(app, "Network")
    return [
        network,
        Streams(app, "Streams"),
        Channels(app, "Channels"),
        Consumers(app, "Consumers", vpc=network.vpc),
        Sources(app, "Sources", vpc=network.vpc),
        Processing(app, "Processing"),
        Buckets(app, "Buckets"),
        HttpEndpoints(app, "HttpEndpoints"),
        PartnerEndpoints(app, "PartnerEndpoints"),
        Partners(app, "Partners"),
        Search(app, "Search", vpc=network.vpc),
        Warehouses(app, "Warehouses"),
        Redrive(app, "Redrive"),
        Enforcement(app, "Enforcement"),
        LogWriters(app, "LogWriters", vpc=network.vpc),
        EventWriters(app, "EventWriters"),
        Databases(app, "Databases", vpc=network.vpc),
        Agents(app, "Agents"),
        Monitoring(app, "Monitoring"),
        Specs(app, "Specs"),
        Patterns(app, "Patterns"),
        Defaults(app, "Defaults"),
    ]


def main() -> None:
    """Write the assembly to where the CDK CLI, or whoever sets `CDK_OUTDIR`, wants it."""
    app = App()
    Validations.of(app).add_plugins(KinesisConstructsPlugin())
    stacks(app)
    app.synth()


if __name__ == "__main__":
    main()
