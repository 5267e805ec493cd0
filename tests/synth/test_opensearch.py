from __future__ import annotations

import pytest
from aws_cdk import App, CfnParameter, Duration, Environment, Size, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk.assertions import Template

from constructs_lib.cdk import (
    Backup,
    Buffering,
    DeliveryStream,
    DocumentId,
    IndexRotation,
    OpenSearchDestination,
    VpcDelivery,
)
from tests.synth.destinations import (
    ENTERS_VPC,
    NUMBER,
    WRITES_FAILURES,
    actions,
    deliver,
    resources_of,
    wrong_arguments,
)
from tests.synth.parts import resources

ARN = "arn:aws:es:eu-west-1:111122223333:domain/flights"


@pytest.fixture
def domain(stack: Stack) -> opensearch.IDomain:
    return opensearch.Domain.from_domain_attributes(
        stack, "Flights", domain_arn=ARN, domain_endpoint="https://search-flights.eu-west-1.es.amazonaws.com"
    )


def test_the_smallest_delivery_rotates_daily_and_keeps_what_fails(stack, domain):
    given = deliver(stack, OpenSearchDestination(domain=domain, index="flights"))
    assert given["DomainARN"] == ARN
    assert given["IndexRotationPeriod"] == "OneDay"
    assert given["DocumentIdOptions"] == {"DefaultDocumentIdFormat": "FIREHOSE_DEFAULT"}
    assert given["BufferingHints"] == {"SizeInMBs": 5, "IntervalInSeconds": 300}
    assert given["RetryOptions"] == {"DurationInSeconds": 300}
    assert given["S3BackupMode"] == "FailedDocumentsOnly"
    assert not {"TypeName", "VpcConfiguration"} & set(given)


def test_every_argument_reaches_its_property(stack, domain):
    given = deliver(
        stack,
        OpenSearchDestination(
            domain=domain,
            index="flights",
            index_rotation=IndexRotation.NONE,
            type_name="flight",
            document_id=DocumentId.OPENSEARCH,
            buffering=Buffering(size=Size.mebibytes(100), interval=Duration.seconds(0)),
            retry=Duration.hours(2),
            backup=Backup(all_records=True),
        ),
    )
    assert given["IndexRotationPeriod"] == "NoRotation"
    assert given["TypeName"] == "flight"
    assert given["DocumentIdOptions"] == {"DefaultDocumentIdFormat": "NO_DOCUMENT_ID"}
    assert given["BufferingHints"] == {"SizeInMBs": 100, "IntervalInSeconds": 0}
    assert given["RetryOptions"] == {"DurationInSeconds": 7200}
    assert given["S3BackupMode"] == "AllDocuments"
    assert given["S3Configuration"]["Prefix"].startswith("source/")


def test_the_role_indexes_in_this_domain_only(stack, domain):
    deliver(stack, OpenSearchDestination(domain=domain, index="flights"))
    assert actions(stack) == WRITES_FAILURES | {
        "es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains", "es:ESHttpGet", "es:ESHttpPost",
        "es:ESHttpPut",
    }  # fmt: skip
    assert resources_of(stack, "es:DescribeDomain") == ARN
    assert resources_of(stack, "es:ESHttpPost") == f"{ARN}/*"
    assert f"{ARN}/flights*/_stats" in resources_of(stack, "es:ESHttpGet")


def test_a_domain_in_a_vpc_lets_the_delivery_in_and_nobody_else(stack):
    vpc = ec2.Vpc(stack, "Vpc")
    inside = opensearch.Domain(stack, "Inside", version=opensearch.EngineVersion.OPENSEARCH_2_19, vpc=vpc)
    destination = OpenSearchDestination(domain=inside, index="flights", vpc=VpcDelivery(vpc=vpc))
    delivery = DeliveryStream(stack, "Delivery", destination=destination)
    rules = {
        each["Type"].removeprefix("AWS::EC2::"): each["Properties"]
        for each in resources(stack).values()
        if each["Type"] in ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
    }
    assert {name: (rule["FromPort"], rule["ToPort"]) for name, rule in rules.items()} == {
        "SecurityGroupIngress": (443, 443),
        "SecurityGroupEgress": (443, 443),
    }
    assert actions(stack) >= ENTERS_VPC
    assert len(delivery.connections.security_groups) == 1
    given = delivery.definition.properties["AmazonopensearchserviceDestinationConfiguration"]["VpcConfiguration"]
    assert len(given["SubnetIds"]) == len(vpc.private_subnets)


def test_given_subnets_and_security_groups_are_used(stack, domain):
    vpc = ec2.Vpc(stack, "Vpc")
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-12345678")
    way = VpcDelivery(vpc=vpc, subnets=vpc.private_subnets[:1], security_groups=[group])
    given = deliver(stack, OpenSearchDestination(domain=domain, index="flights", vpc=way))
    assert len(given["VpcConfiguration"]["SubnetIds"]) == 1
    assert given["VpcConfiguration"]["SecurityGroupIds"] == ["sg-12345678"]


def test_everything_wrong_is_said_at_once(stack, domain):
    assert wrong_arguments(
        stack,
        OpenSearchDestination(
            domain=domain,
            index="f" * 81,
            buffering=Buffering(size=Size.mebibytes(101), interval=Duration.seconds(901)),
            retry=Duration.seconds(7201),
        ),
    ) == {"destination.index", "destination.buffering.size", "destination.buffering.interval", "destination.retry"}


def test_numbers_that_are_parameters_reach_the_template(stack, domain):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    given = deliver(
        stack,
        OpenSearchDestination(
            domain=domain,
            index="flights",
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
        ),
    )
    assert given["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_into_one_domain_stand_beside_each_other(stack, domain):
    for name in ("First", "Second"):
        DeliveryStream(stack, name, destination=OpenSearchDestination(domain=domain, index=name.lower()))
    assert resources(stack)


THEIRS = "arn:aws:es:eu-west-1:444455556666:domain/flights"


@pytest.fixture
def own() -> Stack:
    return Stack(App(), "Own", env=Environment(account="111122223333", region="eu-west-1"))


def their_domain(stack: Stack) -> opensearch.IDomain:
    return opensearch.Domain.from_domain_attributes(
        stack, "Theirs", domain_arn=THEIRS, domain_endpoint="https://search-flights.example.com"
    )


def test_the_owner_of_a_domain_in_another_account_is_told_its_policy(own):
    destination = OpenSearchDestination(domain=their_domain(own), index="flights")
    delivery = DeliveryStream(own, "Delivery", destination=destination)
    asked = own.resolve(delivery.required_policies[THEIRS])["Statement"]
    role = own.get_logical_id(delivery.role.node.default_child)
    assert {each["Principal"]["AWS"]["Fn::GetAtt"][0] for each in asked} == {role}
    written = {str(resource) for each in asked for resource in [each["Resource"]]}
    assert THEIRS in written
    assert f"{THEIRS}/*" in written
    (output,) = Template.from_stack(own).to_json()["Outputs"].values()
    assert output["Description"] == "domain policy that account 444455556666 has to add"


def test_a_domain_of_ones_own_account_asks_for_nothing(own):
    given = opensearch.Domain.from_domain_attributes(own, "Given", domain_arn=ARN, domain_endpoint="https://x.example")
    delivery = DeliveryStream(own, "Delivery", destination=OpenSearchDestination(domain=given, index="flights"))
    assert delivery.required_policies == {}


def test_no_vpc_leads_to_a_domain_of_another_account(own):
    way = VpcDelivery(vpc=ec2.Vpc(own, "Vpc"))
    with pytest.raises(ValueError, match="public domains there only"):
        DeliveryStream(
            own, "Delivery", destination=OpenSearchDestination(domain=their_domain(own), index="flights", vpc=way)
        )
