"""Follow encryption settings to their key, and tell whether a role may use it."""

from __future__ import annotations

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.reading.arns import ACCOUNT, Tokens, arn_tokens, covers, tokens_of
from constructs_lib.policy.reading.iam import Policy, allows, applies, decided_text, known_items, policies_of
from constructs_lib.policy.reading.json_text import opened
from constructs_lib.policy.reading.roles import role_of

KEY = "AWS::KMS::Key"
KEY_ALIAS = "AWS::KMS::Alias"
AWS_MANAGED = "alias/aws/"
MADE_UP_HYPHENS = 2


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


def may_use(role: Value, key: ResourceView, action: str, via: str) -> bool:
    """Tell whether a role may use a key, through its own policies or through the key's.

    Args:
        role: where the role is given.
        key: of the app.
        action: such as `kms:Decrypt`.
        via: the service that asks for it with the role, such as `kinesis`.

    Raises:
        CannotDecide: that depends on what is not known.
    """
    found = role_of(role)
    if found is None:
        return True
    arn = arn_tokens(key)
    identity = allows([only_via(policy, via) for policy in policies_of(found)], action, arn)
    answer = identity
    if key["KeyPolicy"].exists:
        answer = by_key_policy(key, found, action, identity, via)
    if answer is True and found["PermissionsBoundary"].exists:
        raise CannotDecide(role, f"the permissions boundary of {found.id} may take {action} away")
    if answer is None:
        raise CannotDecide(role, f"whether {found.id} may use the key is known only in part")
    return answer


def by_key_policy(key: ResourceView, role: ResourceView, action: str, identity: bool | None, via: str) -> bool | None:
    """Combine a key's policy with what the role's own policies say."""
    statements = known_items(opened(key["KeyPolicy"])["Statement"])
    if statements is None:
        return True if identity else None
    arn = arn_tokens(key)
    answers: set[bool | None] = set()
    for statement in statements:
        applying = applies(statement, action, arn)
        if applying is False or for_other_service(statement, via):
            continue
        who = names(statement, role)
        if statement["Effect"].undecided or statement["Effect"].text != "Allow":
            if applying and who in {"role", "anyone"} and decided_text(statement["Effect"]) == "Deny":
                return False
            answers.add(None)
            continue
        answers.add(granted(who, identity) if applying else (None if granted(who, identity) is not False else False))
    return True if True in answers else (None if None in answers else False)


def granted(who: str | None, identity: bool | None) -> bool | None:
    """What an allowing statement gives to a role, by whom it names."""
    if who == "account":
        return identity
    return {"role": True, "others": False}.get(who or "")


def only_via(policy: Policy, service: str) -> Policy:
    """Leave out the statements that allow a key only to calls of another service."""
    kept = tuple(each for each in policy.statements if not for_other_service(each, service))
    return policy if len(kept) == len(policy.statements) else policy._replace(statements=kept)


def for_other_service(statement: Value, service: str) -> bool:
    """Tell whether a statement's condition holds for calls of other services alone."""
    condition = statement["Condition"]
    if statement.undecided or condition.undecided or condition.absent:
        return False
    for operator in ("StringEquals", "StringLike"):
        listed = known_items(condition[operator]["kms:ViaService"]) or []
        starts = [tokens_of(value)[: len(service) + 1] for value in listed]
        if starts and all(is_other(start, (*service, ".")) for start in starts):
            return True
    return False


def is_other(start: Tokens, wanted: Tokens) -> bool:
    """Tell whether the beginning of a service's name is surely not the wanted one."""
    known = all(isinstance(piece, str) and piece not in {"*", "?"} for piece in start)
    return known and len(start) == len(wanted) and start != wanted


def names(statement: Value, role: ResourceView) -> str | None:
    """Tell whom a key policy's statement lets in: `account`, `role`, `others`, `anyone`, or what is not known."""
    principal = statement["Principal"]
    if not principal.undecided and not principal.is_object:
        return "anyone" if principal.text == "*" else None
    if principal.undecided or not principal.keys:
        return None
    if principal["AWS"].absent:
        return "others"
    people = known_items(principal["AWS"])
    if people is None:
        return None
    answers = {person_is(person, role) for person in people}
    return next((who for who in ("anyone", "role", "account", None) if who in answers), "others")


def person_is(person: Value, role: ResourceView) -> str | None:
    """Tell whether a principal is anyone, the account, the role or somebody else."""
    tokens = tokens_of(person)
    if tokens == ("*",):
        return "anyone"
    if tokens == tuple(ACCOUNT) or "".join(map(str, tokens[-5:])) == ":root":
        return "account"
    answer = covers(tokens, arn_tokens(role))
    if answer is None and role["RoleName"].absent and is_short_name(tokens):
        return "others"
    return "role" if answer else (None if answer is None else "others")


def is_short_name(arn: Tokens) -> bool:
    """Tell whether an ARN ends in a name that CloudFormation never makes up: those are stack-resource-random."""
    named = "".join(piece if isinstance(piece, str) else "*" for piece in arn).rpartition("/")[2]
    return bool(named) and not {"*", "?"} & set(named) and named.count("-") < MADE_UP_HYPHENS
