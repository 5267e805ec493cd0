from __future__ import annotations

import pytest
from aws_cdk import App, Environment, Stack


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def stack(app: App) -> Stack:
    return Stack(app, "Pipeline")


@pytest.fixture
def stack_in(app: App):
    def define(region: str) -> Stack:
        return Stack(app, f"In-{region}", env=Environment(account="111122223333", region=region))

    return define
