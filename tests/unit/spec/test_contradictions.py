"""What a spec cannot mean is told with its place, in the words of the spec, before any construct refuses it."""

from __future__ import annotations

import pytest

from constructs_lib.policy import check
from tests.spec_examples.arns import CLUSTER, DOMAIN, SECRET, TOPIC

HEAD = "version: 1\nstreams:\n  Orders: {}\n"
LAKE = f"{HEAD}deliveries:\n  ToLake:\n"
PUT = f"{HEAD}writers:\n  Put:\n    target: Orders\n"
INTO_LAKE = f"{LAKE}    s3:\nwriters:\n  Put:\n    target: ToLake\n"
TABLE = f"{LAKE}    s3:\n      prefix: a/\n      conversion:\n        eventTable:\n          name: orders\n"
COLUMNS = "          schema:\n            properties:\n"

SPLUNK = f"splunk: {{endpoint: 'https://a.example.com', secret: '{SECRET}'}}"
VENDOR = "httpEndpoint: {"
MSK = f"msk: {{topic: a, cluster: '{CLUSTER}'}}"
IN_VPC = f"openSearch: {{domain: '{DOMAIN}', index: a, vpc: {{subnets: [a], securityGroups: [sg-1]}}}}"
READABLE = "holds a password, which whoever reads the template can read: put it into a secret"

DESTINATIONS = [
    (
        f"{LAKE}    splunk:\n      endpoint: https://me:secret@hec.example.com\n      secret: {SECRET}\n",
        f"7:7 endpoint {READABLE}",
    ),
    (
        f"{LAKE}    redshift:\n      database: jdbc:redshift://a:1/b?pwd=x\n      table: a\n      secret: {SECRET}\n",
        f"7:7 database {READABLE}",
    ),
    (
        f"{LAKE}    redshift:\n      database: a:1/b\n      table: a\n      secret: {SECRET}\n",
        "7:7 'a:1/b' is no JDBC URL of Redshift; write it as jdbc:redshift://host:5439/database",
    ),
    (f"{LAKE}    {VENDOR}url: 'https://[a'}}\n", "6:20 'https://[a' is no address"),
    (f"{LAKE}    {VENDOR}site: logs-eu}}\n", "6:20 site is one of a partner: give partner, or the url"),
    (
        f"{LAKE}    {VENDOR}partner: Datadog, site: logs-ue, secret: '{SECRET}'}}\n",
        "6:38 Datadog publishes no address for the site logs-ue; did you mean logs-eu?",
    ),
    (
        f"{LAKE}    {VENDOR}partner: Elastic, site: eu, secret: '{SECRET}'}}\n",
        "6:38 Elastic publishes no address for the site eu; give the url",
    ),
    (
        f"{LAKE}    {VENDOR}partner: Datadog, site: logs-eu}}\n",
        "6:20 Datadog refuses requests without an access key: give secret",
    ),
    (
        f"{LAKE}    {VENDOR}partner: datadog, url: 'https://a.example.com'}}\n",
        "6:20 'datadog' is not allowed; did you mean Datadog?",
    ),
    (
        f"{LAKE}    iceberg: {{tableBucket: lake, region: eu-central-1}}\n",
        "6:34 region is of a Glue catalog: leave it out for a table bucket",
    ),
    (f"{LAKE}    {IN_VPC}\n", "6:103 'a' is no id of a subnet, such as subnet-0123456789abcdef0"),
    (f"{LAKE}    {SPLUNK}\n    s3:\n", "6:5 only one of s3 and splunk can be given"),
]
TABLES = [
    (
        f"{TABLE}{COLUMNS}              id: {{type: [string, integer]}}\n",
        "13:15 no column can be made of this: it is integer or string, and a column has one type",
    ),
    (
        f"{TABLE}{COLUMNS}              a-b: {{type: string}}\n",
        (
            "13:15 no column can be made of this: 'a-b' is no name of a column: letters, digits and _ are; "
            "rename it by the keys of OpenX JSON"
        ),
    ),
    (
        f"{TABLE}{COLUMNS}              a: {{type: string}}\n".replace("      prefix: a/\n", ""),
        (
            "8:9 the table would read what fails under errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/ "
            "as its own: give a prefix of its own, such as orders/"
        ),
    ),
    (TABLE, "9:9 schema must be given"),
    (f"{LAKE}    s3:\n      conversion:\n        parquet:\n", "7:7 one of table, eventTable must be given"),
]
SOURCES = [
    (f"{LAKE}    source: 4\n    s3:\n", "6:5 source must be a text; put it in quotes"),
    (f"{LAKE}    source: {{}}\n    s3:\n", "6:5 one of msk, database must be given"),
    (
        (
            f"{LAKE}    source:\n      msk:\n        topic: a\n        cluster: {CLUSTER}\n"
            "        readFrom: 2026-02-30T08:00:00Z\n    s3:\n"
        ),
        "10:9 2026-02-30T08:00:00Z is no moment of the calendar",
    ),
    (
        f"{LAKE}    processors: [RecordDeAggregation, {{RecordDeAggregation: {{delimiter: '#'}}}}]\n    s3:\n",
        "6:39 RecordDeAggregation is there twice: a record goes through each step once",
    ),
    (
        f"{LAKE}    processors: [RecordDeagregation]\n    s3:\n",
        "6:18 'RecordDeagregation' is not allowed; did you mean RecordDeAggregation?",
    ),
]
WRITERS = [
    (
        f"{PUT}    topicSubscription: {{topic: '{TOPIC}'}}\n",
        "6:5 SNS writes into delivery streams only: let one read the stream, and name that",
    ),
    (
        f"{PUT}    metricStream:\n",
        "6:5 CloudWatch writes into delivery streams only: let one read the stream, and name that",
    ),
    (
        f"{PUT}    eventRule: {{schedule: rate(1 hour), bus: a}}\n",
        "7:41 schedules are of the default bus: leave bus out",
    ),
    (f"{PUT}    eventRule: {{}}\n", "7:5 one of pattern, schedule must be given"),
    (
        f"{PUT}    logSubscription: {{logGroup: a}}\n".replace("target: Orders", "target: Odrers"),
        "6:5 there is no stream or delivery stream Odrers in this spec; did you mean Orders?",
    ),
    (
        f"{INTO_LAKE}    logSubscription: {{logGroup: a, distribution: Random}}\n",
        "10:36 distribution spreads events over shards, and a delivery stream has none: leave it out",
    ),
    (
        f"{INTO_LAKE}    eventRule: {{pattern: {{source: [a]}}, partitionKeyPath: $.id}}\n",
        "10:41 partitionKeyPath is for streams, and a delivery stream has no partition keys: leave it out",
    ),
]
ALARMS = [
    (f"{HEAD}alarms: {{without: [IteratorAg]}}\n", "4:20 'IteratorAg' is not allowed; did you mean IteratorAge?"),
    (f"{HEAD}alarms: {{lagShare: 2}}\n", "4:10 lagShare is 2; it must be at most 1"),
    (f"{HEAD}alarms: {{lagShare: 0}}\n", "4:10 lagShare is 0; it must be above 0"),
    (f"{HEAD}alarms: {{periods: 0}}\n", "4:10 periods is 0; it must be at least 1"),
    (f"{HEAD}alarms: {{period: 60}}\n", "4:10 60 is no time with its unit; write it as 5 min"),
    (f"{HEAD}alarms: []\n", "4:1 alarms must be true or false"),
]
TOLD = [*DESTINATIONS, *TABLES, *SOURCES, *WRITERS, *ALARMS]


@pytest.mark.parametrize(("text", "told"), TOLD, ids=[told for _, told in TOLD])
def test_a_contradiction_is_told_with_its_place(text, told):
    found = [each for each in check(text, schema=False).findings if each.rule == "SPEC001"]
    assert [f"{each.line}:{each.column} {each.message}" for each in found] == [told]


READS_A_STREAM = INTO_LAKE.replace("    s3:", "    source: Orders\n    s3:")
LEFT_TO_RULES = [
    (f"{READS_A_STREAM}    eventRule: {{schedule: rate(1 hour)}}\n", "PRD011", 10),
    (f"{LAKE}    source: {{{MSK}}}\n    {SPLUNK}\n", "KDF125", 7),
    (f"{HEAD}alarms: {{period: 45 s}}\n", "CWA015", 4),
]


@pytest.mark.parametrize(("text", "rule", "line"), LEFT_TO_RULES, ids=[rule for _, rule, _ in LEFT_TO_RULES])
def test_what_the_rules_know_is_left_to_them(text, rule, line):
    found = [each for each in check(text, schema=False).findings if each.severity != "info"]
    assert [(each.rule, each.line) for each in found] == [(rule, line)]
