"""The policy inside an account: a hook that refuses stacks, whoever wrote them, a rule of AWS Config for what runs."""

from aws_cdk import App, Stack

from constructs_lib.cdk import PolicyHook

app = App()
stack = Stack(app, "Guard")
PolicyHook(stack, "Policy")
app.synth()
