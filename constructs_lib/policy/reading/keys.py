"""Follow encryption settings to their key, and tell whether a role may use it."""

from __future__ import annotations

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.reading.arns import ACCOUNT, Tokens, arn_tokens, covers, tokens_of
from constructs_lib.policy.reading.iam import allows, applies, known_items, policies_of
from constructs_lib.policy.reading.roles import role_of

KEY = "AWS::KMS::Key"
KEY_ALIAS = "AWS::KMS::Alias"
AWS_MANAGED = "alias/aws/"


def key_of(value: Value) -> ResourceView | None:
    """Follow a key's id, ARN or alias to the key of the app.

    Returns:
        `None` when nothing is given, or a key that AWS manages.

    Raises:
        CannotDecide: the key is not known, or not part of this app.
    """
    if value.absent:
        return None
    for part in value.parts:
        if isinstance(part, Reference):
            target = value.owner.view.find(value.owner.resource.template, part.target)
            if target is not None and target.type == KEY:
                return target
            if target is not None and target.type == KEY_ALIAS:
                return key_of(target["TargetKeyId"])
    if not value.undecided and AWS_MANAGED in (value.text or ""):
        return None
    raise CannotDecide(value, "the key is not part of this app")


def stream_key(stream: ResourceView) -> ResourceView | None:
    """The customer key that encrypts a stream."""
    return key_of(stream["StreamEncryption.KeyId"])


def delivery_key(stream: ResourceView) -> ResourceView | None:
    """The customer key that encrypts what is put into a delivery stream."""
    settings = stream["DeliveryStreamEncryptionConfigurationInput"]
    if settings["KeyType"].text != "CUSTOMER_MANAGED_CMK":
        return None
    return key_of(settings["KeyARN"])


def bucket_key(bucket: ResourceView) -> ResourceView | None:
    """The customer key that encrypts a bucket's objects by default."""
    for rule in bucket.each("BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault"):
        if rule["SSEAlgorithm"].text in {"aws:kms", "aws:kms:dsse"}:
            return key_of(rule["KMSMasterKeyID"])
    return None


def may_use(role: Value, key: ResourceView, action: str) -> bool:
    """Tell whether a role may use a key, through its own policies or through the key's.

    Args:
        role: where the role is given.
        key: of the app.
        action: such as `kms:Decrypt`.

    Raises:
        CannotDecide: that depends on what is not known.
    """
    found = role_of(role)
    if found is None:
        return True
    arn = arn_tokens(key)
    identity = allows(policies_of(found), action, arn)
    answer = identity
    if key["KeyPolicy"].exists:
        answer = by_key_policy(key, found, action, arn, identity)
    if answer is True and found["PermissionsBoundary"].exists:
        raise CannotDecide(role, f"the permissions boundary of {found.id} may take {action} away")
    if answer is None:
        raise CannotDecide(role, f"whether {found.id} may use the key is known only in part")
    return answer


def by_key_policy(
    key: ResourceView, role: ResourceView, action: str, arn: Tokens, identity: bool | None
) -> bool | None:
    """Combine a key's policy with what the role's own policies say."""
    statements = known_items(key["KeyPolicy.Statement"])
    if statements is None:
        return True if identity else None
    answers: set[bool | None] = set()
    for statement in statements:
        applying = applies(statement, action, arn)
        if applying is False:
            continue
        if statement["Effect"].undecided or statement["Effect"].text != "Allow":
            answers.add(None)
            continue
        who = names(statement, role)
        granted = identity if who == "account" else (who == "role" or (None if who is None else False))
        answers.add(granted if applying else (None if granted is not False else False))
    return True if True in answers else (None if None in answers else False)


def names(statement: Value, role: ResourceView) -> str | None:
    """Tell whom a key policy's statement lets in: the `account`, the `role`, `others`, or what is not known."""
    principal = statement["Principal"]
    if principal.undecided or not principal.keys:
        return None
    people = known_items(principal["AWS"])
    if people is None:
        return None
    answers = {person_is(person, role) for person in people}
    return next((who for who in ("role", "account", None) if who in answers), "others")


def person_is(person: Value, role: ResourceView) -> str | None:
    """Tell whether a principal is the account, the role or somebody else."""
    tokens = tokens_of(person)
    if tokens in {("*",), tuple(ACCOUNT)}:
        return None if tokens == ("*",) else "account"
    if "".join(map(str, tokens[-5:])) == ":root":
        return "account"
    answer = covers(tokens, arn_tokens(role))
    return "role" if answer else (None if answer is None else "others")
