import pytest


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("UP2024-00123456", "UP2024-00123456"),
        ("UP202400123456", "UP202400123456"),
        ("up2024-00123456", "up2024-00123456"),
        ("UP 2024 00123456", "UP 2024 00123456"),
        ("UP2024 00123456", "UP2024 00123456"),
        ("UP-2024-00123456", "UP-2024-00123456"),
        ("UP२०२४-००१२३४५६", "UP२०२४-००१२३४५६"),
        ("यूपी2024-00123456", "यूपी2024-00123456"),
        ("mera number UP2024-00123456 hai", "UP2024-00123456"),
        ("(UP2024–00123456)।", "UP2024–00123456"),
    ],
)
def test_application_numbers_take_one_form(read, text, cut):
    (entity,) = read(text)
    assert (entity.kind, entity.text, entity.value) == (
        "application_number",
        cut,
        "UP2024-00123456",
    )


@pytest.mark.parametrize(
    "text", ["UP2024-0012345", "UP2024-001234567", "GROUP2024-00123456", "UP24-00123456"]
)
def test_other_numbers_are_not_application_numbers(read, text):
    assert [e for e in read(text) if e.kind == "application_number"] == []


@pytest.mark.parametrize(
    "kind", ["mobile", "otp", "aadhaar", "email", "pan", "account", "application"]
)
def test_vault_tokens_keep_their_kind(read, kind):
    (entity,) = read(f"mera [{kind}#12] hai")
    assert (entity.kind, entity.text, entity.value) == ("token", f"[{kind}#12]", f"[{kind}#12]")
    assert entity.extra == {"kind": kind}


@pytest.mark.parametrize("text", ["[mobile]", "mobile#1", "[mobile#]", "[#1]"])
def test_what_is_no_token_stays_text(read, text):
    assert [e for e in read(text) if e.kind == "token"] == []
