"""The code of a Flink application: a JAR of Java, or a ZIP of Python."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

ASSET = "Code"


@dataclass(frozen=True, kw_only=True)
class CodeLocation:
    """Where the code is when the application is deployed.

    Attributes:
        bucket: that has it.
        key: of the object.
        version: of the object; the latest when the application is created or updated, unless given.
    """

    bucket: s3.IBucket
    key: str
    version: str | None = None


@dataclass(frozen=True)
class FlinkCode:
    """The code: `FlinkCode.from_asset("target/app.jar")` or `FlinkCode.from_bucket(bucket, "app.jar")`."""

    location: CodeLocation | None = None
    path: str | None = None

    @classmethod
    def from_asset(cls, path: str) -> FlinkCode:
        """Take a file of this machine, or a folder, which is packed; the CDK uploads it before it deploys.

        Args:
            path: of a JAR, a ZIP or a folder. What it holds decides its key, so that new code updates the application.

        Raises:
            ValueError: nothing is there.
        """
        found = Path(path).absolute()
        if not found.exists():
            raise ValueError(f"there is no code at {path}: build it before the app is synthesized")
        return cls(path=str(found))

    @classmethod
    def from_bucket(cls, bucket: s3.IBucket, key: str, version: str | None = None) -> FlinkCode:
        """Take an object; CloudFormation sees new code where its key or its version changes."""
        return cls(location=CodeLocation(bucket=bucket, key=key, version=version))

    def locate(self, scope: Construct) -> CodeLocation:
        """Give the place of the code; an asset is defined under the scope."""
        if self.location is not None:
            return self.location
        assert self.path is not None
        asset = assets.Asset(scope, ASSET, path=self.path)
        return CodeLocation(bucket=asset.bucket, key=asset.s3_object_key)
