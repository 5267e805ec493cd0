"""An organisation's defaults for plain L2 constructs, by the CDK's property injectors."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.cdk.defaults.keys import KeyArn, KeyParameter
    from constructs_lib.cdk.defaults.organisation_defaults import OrganisationDefaults

__getattr__, __dir__ = lazily(__name__)

__all__ = ["KeyArn", "KeyParameter", "OrganisationDefaults"]
