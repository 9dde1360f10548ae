import pytest
from hypothesis import example, given, strategies as st
from stdnum import verhoeff

from bot.gateway.identity import find, replace

DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def kinds(text, **more):
    return [(finding.kind, finding.value) for finding in find(text, **more)]


def indian(number):
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    groups = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail])


FOUND = [
    ("mera aadhaar 2341 2341 2346 hai", [("aadhaar", "234123412346")]),
    ("234123412346", [("aadhaar", "234123412346")]),
    ("2341.2341.2346", [("aadhaar", "234123412346")]),
    ("2 3 4 1 2 3 4 1 2 3 4 6", [("aadhaar", "234123412346")]),
    ("aadhar no 1234 1234 1234", [("aadhaar", "123412341234")]),
    ("आधार संख्या १२३४१२३४१२३४", [("aadhaar", "123412341234")]),
    ("VID 1234 5678 9012 3456", [("aadhaar", "1234567890123456")]),
    ("9876543210", [("mobile", "9876543210")]),
    ("+919876543210", [("mobile", "9876543210")]),
    ("+91-98765-43210", [("mobile", "9876543210")]),
    ("0091 9876543210", [("mobile", "9876543210")]),
    ("09876543210", [("mobile", "9876543210")]),
    ("987 654 3210", [("mobile", "9876543210")]),
    ("98 76 54 32 10", [("mobile", "9876543210")]),
    ("9 8 7 6 5 4 3 2 1 0", [("mobile", "9876543210")]),
    ("mob9876543210hai", [("mobile", "9876543210")]),
    ("मेरा नंबर ९८७६५४३२१० है।", [("mobile", "9876543210")]),
    ("9876543210,9123456789", [("mobile", "9876543210"), ("mobile", "9123456789")]),
    ("9876543210 k liye", [("mobile", "9876543210")]),
    ("pension ke liye 9876543210", [("mobile", "9876543210")]),
    ("98765 43210 रुचि", [("mobile", "9876543210")]),
    ("mobile 67700 78800", [("mobile", "6770078800")]),
    ("Ram.K@Example.org", [("email", "ram.k@example.org")]),
    ("ram @ gmail.com", [("email", "ram@gmail.com")]),
    ("ABCPE1234F", [("pan", "ABCPE1234F")]),
    ("pan abcpe 1234 f", [("pan", "ABCPE1234F")]),
    ("account number 12345678901", [("account", "12345678901")]),
    ("खाता संख्या 1234 5678 9012 345", [("account", "123456789012345")]),
    ("a/c 9876543210", [("account", "9876543210")]),
    ("12345678901234", [("account", "12345678901234")]),
    ("asha@okaxis", [("account", "asha@okaxis")]),
    ("otp 482913", [("otp", "482913")]),
    ("482913 otp hai", [("otp", "482913")]),
    ("otp 482 913", [("otp", "482913")]),
    ("code: 482913", [("otp", "482913")]),
    ("मेरा ओटीपी ४८२९१३ है", [("otp", "482913")]),
    ("UP2024-00123456", [("application", "UP2024-00123456")]),
    ("up 2024 00123456", [("application", "UP2024-00123456")]),
    ("up२०२४/१२३४५६", [("application", "UP2024-00123456")]),
    ("2024-00123456", [("application", "UP2024-00123456")]),
    (
        "UP2024-00123456, 98765 43210, OTP 482913",
        [("application", "UP2024-00123456"), ("mobile", "9876543210"), ("otp", "482913")],
    ),
]

LEFT_ALONE = [
    "₹5,00,000",
    "560000",
    "12 lakh",
    "kharch 560000 hua",
    "5600000 rupaye",
    "basic 56100",
    "pay 67700 78800",
    "basic 65432 ya 78765",
    "वेतन ९२,३०० रुपये",
    "2016 2017 2018",
    "01/04/2019 se 31/03/2020",
    "15-01-2020",
    "retired 31-07-2020 basic 92300, 33 saal 4 mahine",
    "pin code 226001",
    "1800-1800-4444",
    "helpline 1800 180 5145",
    "upsects@gmail.com",
    "800 900 7000",
    "bill 2500 3200 4100",
    "₹9876543210",
    "level 10 cell 5, 56100-177500",
    "शासनादेश 08-12-2008",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_identifiers_are_found(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_sums_dates_and_public_contacts_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", ["482913", " 482913. ", "४८२९१३", "482 913", "ye lo 482913"])
def test_six_digits_are_a_code_while_one_is_awaited(text):
    assert kinds(text) == []
    assert kinds(text, otp_awaited=True) == [("otp", "482913")]


@pytest.mark.parametrize(
    "text", ["₹560000", "560000 rupaye", "56100", "5,60,000", "kharch Rs 560000"]
)
def test_sums_are_no_code_even_while_one_is_awaited(text):
    assert kinds(text, otp_awaited=True) == []


@given(
    st.integers(1, 99_99_99_999),
    st.sampled_from(["{}", "₹{}", "₹ {}", "Rs {}", "{} rupaye", "bill {} ka", "खर्च {} हुआ"]),
    st.booleans(),
    st.booleans(),
)
@example(98_76_54_321, "{}", False, False)
def test_no_sum_is_taken_for_an_identifier(amount, frame, is_grouped, is_devanagari):
    text = frame.format(indian(amount) if is_grouped else amount)
    assert find(text.translate(DEVANAGARI) if is_devanagari else text) == []


@given(st.dates(), st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y"]))
def test_no_date_is_taken_for_an_identifier(day, form):
    assert find(f"{day.strftime(form)} se {day.strftime(form)} tak") == []


@given(st.lists(st.integers(180, 2500).map(lambda cell: cell * 100), min_size=1, max_size=4))
def test_pay_figures_side_by_side_are_left_alone(figures):
    assert find(" ".join(map(str, figures))) == []


mobiles = st.integers(6_000_000_000, 9_999_999_999).map(str)
words = st.text(st.sampled_from("कखगािीुे abcxyz,.!?\n🙏"), max_size=30)


@given(mobiles, words, words, st.sampled_from(["", "+91", "+91 ", "0", "91"]), st.booleans())
def test_no_digit_of_a_mobile_number_is_left_behind(number, before, after, prefix, is_devanagari):
    text = f"{before} {prefix}{number} {after}"
    text = text.translate(DEVANAGARI) if is_devanagari else text
    saved = []

    def save(kind, value):
        saved.append((kind, value))
        return "<token>"

    replaced = replace(text, save)
    assert not any(map(str.isdigit, replaced))
    assert replaced.count("<token>") == 1
    # 91 and a number may by chance be a valid Aadhaar number, which is guarded more strictly.
    assert saved[0][0] in ({"mobile", "aadhaar"} if prefix == "91" else {"mobile"})
    assert replaced.startswith(before)
    assert replaced.endswith(after)


@given(st.integers(20_000_000_000, 99_999_999_999), st.sampled_from(["", " ", "-", "."]), words)
def test_every_valid_aadhaar_number_is_found(body, gap, before):
    number = f"{body}{verhoeff.calc_check_digit(str(body))}"
    text = f"{before} {gap.join([number[:4], number[4:8], number[8:]])} {before}"
    replaced = replace(text, lambda kind, _: f"<{kind}>")
    assert not any(map(str.isdigit, replaced))


@given(st.text(max_size=80), st.booleans())
def test_a_finding_is_where_it_says_and_nothing_else_changes(text, awaited):
    findings = find(text, otp_awaited=awaited)
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
    for earlier, later in zip(findings, findings[1:], strict=False):
        assert earlier.end <= later.start
