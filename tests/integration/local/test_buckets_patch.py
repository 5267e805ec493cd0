from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"

VERSIONED = {"Status": "Enabled"}
RULE = {
    "Status": "Enabled",
    "Priority": 1,
    "Filter": {"Prefix": "errors/"},
    "DeleteMarkerReplication": {"Status": "Disabled"},
    "Destination": {"Bucket": {"Fn::GetAtt": ["Failures", "Arn"]}},
}


def test_a_prefix_is_replicated_and_expired_as_the_template_says(lab: Lab) -> None:
    lab.stack(
        "replicating",
        Failures={
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "failures", "VersioningConfiguration": VERSIONED},
        },
        Data={
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketName": "data",
                "VersioningConfiguration": VERSIONED,
                "ReplicationConfiguration": {"Role": ROLE, "Rules": [RULE]},
                "LifecycleConfiguration": {
                    "Rules": [{"Id": "short", "Status": "Enabled", "Prefix": "errors/", "ExpirationInDays": 3}]
                },
            },
        },
    )
    s3 = lab.aws.client("s3")
    s3.put_object(Bucket="data", Key="errors/one", Body=b"1")
    s3.put_object(Bucket="data", Key="good/two", Body=b"2")
    assert lab.keys("failures") == ["errors/one"]
    assert s3.head_object(Bucket="data", Key="errors/one")["ReplicationStatus"] == "COMPLETED"
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket="data")["Rules"]
    assert (rule["Filter"], rule["Expiration"]) == ({"Prefix": "errors/"}, {"Days": 3})
