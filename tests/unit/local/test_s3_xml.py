from __future__ import annotations

from constructs_lib.local.launcher.s3_xml import document


def test_lists_repeat_their_element_and_none_is_left_out() -> None:
    rule = {"ID": None, "Enabled": True, "Tag": [{"Key": "a"}, {"Key": "b"}], "Days": 3}
    assert document("Configuration", {"Rule": rule}) == (
        b'<Configuration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><Enabled>true</Enabled>'
        b"<Tag><Key>a</Key></Tag><Tag><Key>b</Key></Tag><Days>3</Days></Rule></Configuration>"
    )
