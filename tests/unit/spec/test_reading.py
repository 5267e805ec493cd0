"""What is wrong with the form of a spec is told with its place; the rest of the spec is checked all the same."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.policy import check
from constructs_lib.policy.engine import CRASHED
from constructs_lib.spec import is_spec, looks_like_spec
from tests.spec_examples import EXAMPLES, path_of, put, spec_with
from tests.spec_examples.arns import FUNCTION, KEY

HEAD = "version: 1\nstreams:\n  Orders: {}\n"
WATCH = f"consumers:\n  Watch:\n    stream: Orders\n    function: {FUNCTION}\n"
LAKE = "deliveries:\n  ToLake:\n    s3:"

TOLD = {
    "version: 2\nstreams: {Orders: {}}\n": "1:1 this release reads version 1 of pipeline specs, given 2",
    "streams:\n  Orders: {}\n": "1:1 version must be given",
    "version: 1\n": "1:1 it defines nothing; it may have streams, consumers, deliveries, writers, "
    "channels, applications, failureBuckets",
    "version: 1\nstream: {}\nstreams: {}\n": "2:1 stream is unknown; did you mean streams?",
    "version: 1\nstreams:\n  Orders:\n    retension: 48 h\n": "4:5 retension is unknown; did you mean retention?",
    "version: 1\nstreams:\n  Orders:\n    Retention: 48 h\n": "4:5 Retention is unknown; did you mean retention?",
    "version: 1\nstreams:\n  Orders:\n    retention: 48\n": "4:5 48 is no time with its unit; write it as 48 h",
    "version: 1\nstreams:\n  Orders:\n    retention: 48 hours\n": "4:5 '48 hours' is no time with its unit; "
    "write it as 48 h",
    "version: 1\nstreams:\n  Orders:\n    recordSize: 2 MB\n": "4:5 '2 MB' is no size with its unit; write it as 2 MiB",
    "version: 1\nstreams:\n  Orders:\n    shards: two\n": "4:5 shards must be a whole number",
    "version: 1\nstreams:\n  Orders:\n    mode: on-demand\n": "4:5 'on-demand' is not allowed; "
    "allowed are PROVISIONED, ON_DEMAND",
    "version: 1\nstreams:\n  Orders:\n    mode: on_demand\n": "4:5 'on_demand' is not allowed; did you mean ON_DEMAND?",
    "version: 1\nstreams:\n  my-orders: {}\n": "3:3 'my-orders' is no name: it becomes a logical id, "
    "which has letters and digits and begins with a letter",
    "version: 1\nstreams: [Orders]\n": "2:1 streams must be a mapping",
    "version: 1\nstreams:\n  Orders: 4\n": "3:3 Orders must be a mapping",
    f"{HEAD}  Monitoring: {{}}\n": "4:3 Monitoring is taken by the alarms; choose another name",
    f"{HEAD}consumers:\n  Watch:\n    stream: Orders\n": "5:3 one of function, entry must be given",
    f"{HEAD}{WATCH}    entry: watch.py\n": "8:5 only one of function and entry can be given",
    f"{HEAD}{WATCH.replace('Watch', 'Orders')}": "5:3 Orders is a name in line 3 already; names are logical ids",
    f"{HEAD}{WATCH.replace('stream: Orders', 'stream: Odrers')}": "6:5 there is no stream Odrers in this spec; "
    "did you mean Orders?",
    f"{HEAD}{WATCH}    onFailure: Lost\n": "8:5 there is no failure bucket Lost in this spec",
    f"{HEAD}{WATCH}    startingPositionTimestamp: 2026-02-30T08:00:00Z\n": "8:5 2026-02-30T08:00:00Z is no moment "
    "of the calendar",
    f"{HEAD}{WATCH}    fanOut: false\n    consumerName: watch\n": "9:5 consumerName names a registered consumer, "
    "and fanOut is false",
    f"{HEAD}deliveries:\n  ToLake: {{}}\n": "5:3 one of s3, httpEndpoint, openSearch, openSearchServerless, "
    "iceberg, splunk, redshift, snowflake must be given",
    f"{HEAD}{LAKE} {{errorPrefix: errors/, prefix: errors/orders/}}\n": "6:32 prefix lies under errorPrefix errors/: "
    "delivered records would be taken for failed ones",
    f"{HEAD}{LAKE} {{errorPrefix: '!{{firehose:error-output-type}}/'}}\n": "6:10 errorPrefix must begin with fixed "
    "text, such as errors/: failed records are known by it",
    f"{HEAD}{LAKE} {{bucket: 'arn:aws:s3:::orders', failures: Lost}}\nfailureBuckets: {{Lost: {{}}}}\n": "6:41 "
    "failures needs a bucket that is defined here: leave bucket out, or keep failed records under errorPrefix",
    f"{HEAD}deliveries:\n  Vendor:\n    httpEndpoint:\n      url: https://me:secret@example.com\n": "7:7 url holds a "
    "password, which whoever reads the template can read: put it into a secret",
    f"{HEAD}deliveries:\n  ToLake:\n    processors: [Decompression, Decompression]\n    s3:\n": "6:5 processors has "
    "something twice",
    f"{HEAD}alarms: maybe\n": "4:1 alarms must be true or false",
}


@pytest.mark.parametrize(("text", "told"), TOLD.items(), ids=TOLD.values())
def test_what_does_not_keep_the_form_is_told_with_its_place(text, told):
    found = [each for each in check(text, schema=False).findings if each.rule == "SPEC001"]
    assert [f"{each.line}:{each.column} {each.message}" for each in found] == [told]
    assert all(each.severity == "error" and each.why and each.source for each in found)


def test_everything_is_told_at_once_and_what_is_sound_is_checked_by_the_rules():
    text = "version: 1\nstreams:\n  Orders: {retension: 12 h}\n  Clicks: {retention: 12 h}\n  Views: {shards: many}\n"
    found = check(text, schema=False).findings
    assert [(each.rule, each.line) for each in found] == [("SPEC001", 3), ("KDS001", 4), ("SPEC001", 5)]


def test_what_does_not_keep_the_form_hides_no_contradiction():
    table = "{s3: {conversion: {eventTable: {name: a, schema: {properties: {id: {}}}}}, prefix: a/}}"
    moment = "startingPosition: AT_TIMESTAMP, startingPositionTimestamp: '2026-02-30T08:00:00Z'"
    text = (
        f"{HEAD}  Clicks: {{shard: 1}}\n"
        f"consumers:\n  Watch: {{stream: Orders, function: '{FUNCTION}', {moment}}}\n"
        f"deliveries:\n  Table: {table}\n  Vendor: {{httpEndpoint: {{partner: Datadog, site: nowhere}}}}\n"
        f"writers:\n  Put: {{target: Tables, metricStream: null}}\n  Vend: {{target: Vendor, metricStream: null}}\n"
    )
    found = check(text, schema=False).findings
    assert [each.line for each in found if each.rule == "SPEC001"] == [4, 6, 8, 9, 9, 11]
    assert not [each for each in found if each.message.startswith(CRASHED)]


def test_what_is_wrong_with_the_whole_hides_nothing_of_its_parts():
    found = check("streams:\n  Orders: {retention: 12 h}\n", schema=False).findings
    assert sorted(each.rule for each in found) == ["KDS001", "SPEC001"]


def test_any_number_of_consumers_is_registered_in_groups():
    watches = "".join(f"  Watch{at}: {{stream: Orders, function: '{FUNCTION}{at}'}}\n" for at in range(12))
    assert check(f"{HEAD}consumers:\n{watches}", schema=False).findings == []


def test_an_organisation_may_ask_for_tags_and_customer_keys(tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nrequire: {customer_keys: true, tags: [owner]}\n")
    spec = {"version": 1, "streams": {"Orders": {}}, "deliveries": {"ToLake": {"s3": {}}}}
    found = check(json.dumps(spec), schema=False, profile=profile).findings
    assert {(each.rule, each.resource) for each in found} >= {("ORG001", "Orders"), ("ORG001", "ToLake")}
    spec = {
        "version": 1,
        "tags": {"owner": "orders"},
        "streams": {"Orders": {"key": KEY}},
        "deliveries": {"ToLake": {"key": KEY, "s3": {}}},
    }
    assert check(json.dumps(spec), schema=False, profile=profile).findings == []


WORDS = sorted({word for keyword in EXAMPLES for word in keyword.split(".")} | {"Orders", "Watch"})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9000)
    | st.sampled_from(["Orders", "48 h", "64 MiB", "", FUNCTION, "${", "https://[a", "arn:", "!{"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(value=VALUES, keyword=st.sampled_from(sorted(EXAMPLES)))
def test_whatever_stands_in_the_place_of_a_keyword_is_told_and_never_a_crash(value, keyword):
    spec = spec_with(keyword, EXAMPLES[keyword][0])
    put(spec, path_of(keyword), value)
    assert not [each for each in check(json.dumps(spec), schema=False).findings if each.message.startswith(CRASHED)]


def test_allowed_values_stand_in_the_finding():
    (found,) = check("version: 1\nstreams:\n  Orders: {mode: FAST}\n", schema=False).findings
    assert (found.argument, found.given, found.allowed) == ("mode", "FAST", "PROVISIONED, ON_DEMAND")
    assert (found.resource, found.resource_type) == ("Orders", "streams")


UNREADABLE = {
    "version: 1\nstreams:\n\tOrders: {}\n": "template:3: a tab stands where YAML wants spaces",
    "version: 1\nstreams: &all\n  Orders: {}\n": "template:2: anchors and aliases are not supported; "
    "write the value again",
    "version: 1\nstreams: &all\n  Orders: {}\nagain: *all\n": "template:2: anchors and aliases are not supported; "
    "write the value again",
    f"{HEAD}---\n{HEAD}": "template:4: it holds more than one document; write one per file",
    f"{HEAD}  Orders: {{}}\n": "template:4: Orders stands twice",
    '{"version": 1, "streams": {}}\n{"version": 1, "streams": {}}\n': "template:2: it goes on after its end; write one "
    "document per file",
    '{"version": 1, "streams": {"Orders": {}, "Orders": {}}}': "template:1: Orders stands twice",
    f"{HEAD} Clicks: {{}}\n": "template:4: a key is indented otherwise than those beside it",
    "version: 1\nstreams:\n  Orders: {retention: [}\n": "template:3: a value is missing, or a bracket is not closed",
    "version: 1\nstreams:\n  Orders: {retention: 48 h\n": "template:4: a bracket is not closed",
    "version: 1\nstreams:\n  Orders: {retention: '48 h}\n": "template:4: a quote is not closed",
    "version: 1\ndescription: orders: all\nstreams: {}\n": "template:2: a colon stands where no key can; put the text "
    "in quotes, or begin a line",
    "version: 1\ndescription: @orders\nstreams: {}\n": "template:2: a character stands where no text can begin with "
    "it; put the text in quotes",
    "version: 1\nversion: 1\nstreams: {}\n": "template:2: version stands twice",
}


@pytest.mark.parametrize(("text", "told"), UNREADABLE.items(), ids=UNREADABLE.values())
def test_what_is_no_document_is_unreadable(text, told):
    report = check(text, schema=False)
    assert [each.problem for each in report.unreadable] == [told]
    assert not report.findings


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        json.dumps({"streams": {"Orders": {}}, "version": 1}),
        json.dumps({"version": 1, "description": "x", "deliveries": {"A": {"s3": {}}}}, indent=2),
        "# a comment\nstreams:\n  Orders:\nversion: 1\n",
        "{version: 1, streams: {Orders: {}}}",
        "# a comment\n---\n{ streams: {Orders: {}},\n  version: 1 }\n",
    ],
)
def test_a_spec_is_told_from_other_files(text):
    assert is_spec(text)
    assert looks_like_spec(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"Resources": {"A": {"Type": "AWS::Kinesis::Stream"}}}',
        "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
        "version: 1\nseverities: {KDS001: off}\n",
        'version: "3"\nservices:\n  web: {image: nginx}\n',
        '{"name": "page", "version": "1.0.0"}',
        "streams:\n  - name: orders\n",
        "{version: 1, severities: {KDS001: off}}",
        "pages: {streams: {Orders: {}}, version: 1}\n",
    ],
)
def test_other_files_of_a_folder_are_left_alone(text):
    assert not looks_like_spec(text)


def test_a_folder_holds_specs_and_templates_together(tmp_path, capsys):
    from constructs_lib.cli import main

    (tmp_path / "pipeline.yaml").write_text("version: 1\nstreams:\n  Orders: {retention: 12 h}\n")
    (tmp_path / "profile.yaml").write_text("version: 1\nseverities: {KDS001: off}\n")
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  Old:\n    Type: AWS::Kinesis::Stream\n"
        "    Properties: {ShardCount: 1, RetentionPeriodHours: 12}\n"
    )
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    errors = [each for each in report["findings"] if each["rule"] == "KDS001"]
    assert [(each["resource"], each["line"], each["argument"]) for each in errors] == [
        ("Orders", 3, "retention"),
        ("Old", 4, None),
    ]
    assert report["summary"]["files"] == 2


def test_a_profile_speaks_of_specs_too(tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nbounds: {kinesis-stream-retention-hours: {minimum: 168, reason: audits}}\n")
    (found,) = check(HEAD, schema=False, profile=profile).findings
    assert (found.rule, found.line, found.severity) == ("ORG004", 3, "error")


def test_a_finding_is_said_in_the_keywords_of_the_spec():
    text = f"{HEAD}{LAKE}\n      partitionBy:\n        jq: {{shop: .shop}}\n      buffering: {{size: 5 MiB}}\n"
    found = [each for each in check(text, schema=False).findings if each.severity == "error"]
    assert [(each.rule, each.line, each.column, each.message) for each in found] == [
        ("KDF013", 9, 19, "s3.buffering.size is 5 MiB; allowed is 64 to 128 MiB")
    ]
    assert found[0].fix == "choose a value of 64 to 128 MiB for s3.buffering.size"


def test_an_unknown_expression_points_at_its_line():
    text = f"{HEAD}{WATCH}    filters:\n      - data: {{kind: [landed]}}\n      - data: {{kind: landed}}\n"
    found = [each for each in check(text, schema=False).findings if each.severity == "error"]
    assert [(each.rule, each.line, each.argument) for each in found] == [("LAM022", 10, "filters.1")]


def test_what_the_constructs_decide_is_not_reported_as_undecided():
    assert check(f"{HEAD}{WATCH}{LAKE}\n", schema=False).undecided == []


def test_a_check_of_a_spec_needs_neither_the_cdk_nor_node(tmp_path):
    path = tmp_path / "pipeline.yaml"
    path.write_text(HEAD)
    program = (
        "import sys; from constructs_lib.cli import main; code = main(['check', sys.argv[1]]);"
        "assert not {'aws_cdk', 'jsii', 'constructs', 'boto3'} & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], env={"PATH": "/nowhere"}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_update_is_compared_with_the_spec_as_it_is_deployed(tmp_path, capsys):
    from constructs_lib.cli import main

    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text("version: 1\nstreams:\n  Orders: {streamName: orders}\n")
    new.write_text("version: 1\nstreams:\n  Orders: {streamName: purchases}\n")
    main(["check", str(new), "--against", str(old), "--format", "json"])
    found = [each["rule"] for each in json.loads(capsys.readouterr().out)["findings"]]
    assert any(rule.startswith("UPD") for rule in found)
