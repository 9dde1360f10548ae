import pytest

MONEY = [
    # text, what is cut out, rupees
    ("bill 56,100 ka hai", "56,100", 56100),
    ("बेसिक ५६१०० है", "५६१००", 56100),
    ("९२,३०० रुपये मिले", "९२,३०० रुपये", 92300),
    ("₹12,34,567/- only", "₹12,34,567/-", 1234567),
    ("total ₹ 5,000", "₹ 5,000", 5000),
    ("Rs. 500", "Rs. 500", 500),
    ("Rs.500/-", "Rs.500/-", 500),
    ("rs 750 ka kharcha", "rs 750", 750),
    ("INR 4500", "INR 4500", 4500),
    ("750 rs", "750 rs", 750),
    ("15000rs dena hai", "15000rs", 15000),
    ("500 रु० लगे", "500 रु०", 500),
    ("रु० 500", "रु० 500", 500),
    ("रु0 500", "रु0 500", 500),
    ("रू. 250", "रू. 250", 250),
    ("रु०५०००", "रु०५०००", 5000),
    ("200 रुपए", "200 रुपए", 200),
    ("200 रूपये", "200 रूपये", 200),
    ("200 rupay", "200 rupay", 200),
    ("500 ₹", "500 ₹", 500),
    ("1,234,567", "1,234,567", 1234567),
    ("12,34,567.50", "12,34,567.50", 1234567.5),
    ("56k", "56k", 56000),
    ("56 k", "56 k", 56000),
    ("5 k rupaye", "5 k rupaye", 5000),
    ("56.1k salary", "56.1k", 56100),
    ("2.5L", "2.5L", 250000),
    ("2.5 L", "2.5 L", 250000),
    ("3cr", "3cr", 30000000),
    ("5lakh", "5lakh", 500000),
    ("5 lac", "5 lac", 500000),
    ("5 lakhs", "5 lakhs", 500000),
    ("1.5 lakh", "1.5 lakh", 150000),
    ("1.15 lakh", "1.15 lakh", 115000),
    ("56.1 हजार", "56.1 हजार", 56100),
    ("५ लाख", "५ लाख", 500000),
    ("डेढ़ लाख", "डेढ़ लाख", 150000),
    ("dedh lakh", "dedh lakh", 150000),
    ("ढाई हज़ार", "ढाई हज़ार", 2500),
    ("dhai hajar", "dhai hajar", 2500),
    ("साढ़े पाँच हज़ार", "साढ़े पाँच हज़ार", 5500),
    ("साढ़े पाँच लाख", "साढ़े पाँच लाख", 550000),
    ("sadhe paanch lakh", "sadhe paanch lakh", 550000),
    ("saadhe 5 lakh", "saadhe 5 lakh", 550000),
    ("सवा दो लाख", "सवा दो लाख", 225000),
    ("sawa lakh", "sawa lakh", 125000),
    ("पौने दो लाख", "पौने दो लाख", 175000),
    ("paune teen hazar", "paune teen hazar", 2750),
    ("paun lakh", "paun lakh", 75000),
    ("aadha lakh", "aadha lakh", 50000),
    ("teen lakh pachas hazar", "teen lakh pachas hazar", 350000),
    ("तीन लाख पचास हजार", "तीन लाख पचास हजार", 350000),
    ("five lakh twenty thousand", "five lakh twenty thousand", 520000),
    ("2 lakh 50 hazar", "2 lakh 50 hazar", 250000),
    ("1 lakh 20 hazar 5 sau 50", "1 lakh 20 hazar 5 sau 50", 120550),
    ("1 lakh 20000", "1 lakh 20000", 120000),
    ("three hundred fifty thousand", "three hundred fifty thousand", 350000),
    ("twenty-five thousand", "twenty-five thousand", 25000),
    ("two thousand five hundred and six", "two thousand five hundred and six", 2506),
    ("बारह हजार पाँच सौ", "बारह हजार पाँच सौ", 12500),
    ("pandrah sau", "pandrah sau", 1500),
    ("15 सौ", "15 सौ", 1500),
    ("सौ रुपये", "सौ रुपये", 100),
    ("ये लो, हज़ार रुपये", "हज़ार रुपये", 1000),
    ("? lakh rupaye", "lakh rupaye", 100000),
    ("hazar rupaye", "hazar rupaye", 1000),
    ("rupees five hundred", "rupees five hundred", 500),
    ("a lakh", "lakh", 100000),
    ("5 hzr", "5 hzr", 5000),
    ("ek crore", "ek crore", 10000000),
    ("दो करोड़", "दो करोड़", 20000000),
    ("10 million", "10 million", 10000000),
    ("pension 9000", "9000", 9000),
    ("mera bill 2000 ka hai", "2000", 2000),
    ("-5000", "-5000", -5000),
    ("basic -50000 hai", "50000", 50000),
    ("pay:- 61300", "61300", 61300),
    ("80 नहीं, नब्बे हजार", "नब्बे हजार", 90000),
    ("50me 25000", "25000", 25000),
]


@pytest.mark.parametrize(("text", "cut", "rupees"), MONEY)
def test_money_is_read_in_every_form(only, text, cut, rupees):
    entity = only(text, "money")
    assert (entity.text, entity.value) == (cut, rupees)
    assert type(entity.value) is type(rupees)


NUMBERS = [
    ("10", "10", 10, {}),
    ("१२", "१२", 12, {}),
    ("teen", "teen", 3, {"words": True}),
    ("दो", "दो", 2, {"words": True}),
    ("do", "do", 2, {"words": True}),
    ("साढ़े तीन", "साढ़े तीन", 3.5, {"words": True}),
    ("teen sau pachas", "teen sau pachas", 350, {"words": True}),
    ("do bachche hain", "do", 2, {"words": True, "unit": "children"}),
    ("3 लोग", "3", 3, {"unit": "persons"}),
    ("paanch sadasya", "paanch", 5, {"words": True, "unit": "persons"}),
    ("120 km", "120", 120, {"unit": "km"}),
    ("१२० किमी", "१२०", 120, {"unit": "km"}),
    ("1500 km", "1500", 1500, {"unit": "km"}),
    ("24 kist", "24", 24, {"unit": "instalments"}),
    ("दो बार", "दो", 2, {"words": True, "unit": "times"}),
    ("40 chhamahi", "40", 40, {"unit": "half_years"}),
    ("2.5", "2.5", 2.5, {}),
    ("minus 500", "minus 500", -500, {}),
    ("0", "0", 0, {}),
    ("सौ", "सौ", 100, {"words": True}),
    ("?, sau", "sau", 100, {"words": True}),
    ("30 minute", "30", 30, {"unit": "minutes"}),
    ("10 k liye", "10", 10, {}),
]


@pytest.mark.parametrize(("text", "cut", "value", "extra"), NUMBERS)
def test_plain_numbers_and_counts(only, text, cut, value, extra):
    entity = only(text, "number")
    assert (entity.text, entity.value, entity.extra) == (cut, value, extra)


PERCENTS = [
    ("50%", "50%", 50),
    ("50 %", "50 %", 50),
    ("da 42 percent", "42 percent", 42),
    ("50 pratishat", "50 pratishat", 50),
    ("पचास प्रतिशत", "पचास प्रतिशत", 50),
    ("५० प्रतिशत", "५० प्रतिशत", 50),
    ("40 फीसदी", "40 फीसदी", 40),
    ("40 फ़ीसदी", "40 फ़ीसदी", 40),
    ("10 per cent", "10 per cent", 10),
    ("7.1% byaj", "7.1%", 7.1),
    ("do pratishat", "do pratishat", 2),
    ("saadhe saat percent", "saadhe saat percent", 7.5),
    ("60 parsent", "60 parsent", 60),
    ("डीए 53 परसेंट", "53 परसेंट", 53),
]


@pytest.mark.parametrize(("text", "cut", "value"), PERCENTS)
def test_percentages(only, text, cut, value):
    entity = only(text, "percent")
    assert (entity.text, entity.value) == (cut, value)


def test_a_rupee_mark_is_told(only):
    assert only("Rs 600", "money").extra == {"currency": True}
    assert only("6000", "money").extra == {}


def test_a_correction_gives_both_amounts_in_order(read):
    assert [e.value for e in read("80 hazar… nahi 82,500")] == [80000, 82500]


def test_both_ends_of_a_range_share_the_multiplier(read):
    assert [e.value for e in read("5-6 lakh")] == [500000, 600000]
    assert [e.value for e in read("2 se 3 hazar")] == [2000, 3000]
    assert [e.value for e in read("level 5 aur 6 lakh")] == ["5", 600000]


@pytest.mark.parametrize(
    "text",
    [
        "bata do",
        "ek baat batao",
        "एक सवाल है",
        "one more thing",
        "mujhe likh do",
        "DDO ka kaam",
        "helpline 1800-1800-4444",
        "1800 1800 4444 par call",
        "mera number 9876543210",
        "7th pay commission",
        "छठा वेतन आयोग",
        "7वां वेतन आयोग",
        "saath rehte hain",
        "me now",
        "लिख दो",
        "hazaron log",
    ],
)
def test_ordinary_words_hold_no_amount(read, text):
    assert [e for e in read(text) if e.kind in ("money", "number", "percent", "year")] == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2016 me retire hua", 2016),
        ("since 2004", 2004),
        ("२०१८ से", 2018),
        ("in 2019", 2019),
        ("2011 के नियम", 2011),
        ("is saal", 2026),
        ("pichle saal", 2025),
        ("अगले वर्ष", 2027),
    ],
)
def test_years(only, text, year):
    assert only(text, "year").value == year


def test_a_bare_year_alone_is_an_amount_that_may_be_a_year(only):
    assert only("2016", "money").extra == {"year_like": True}
    assert only("2,016", "money").extra == {}


def test_financial_years_are_no_dates(read):
    for text in ("2020-21", "2020-2021", "२०२०-२१", "2020/21"):
        (entity,) = read(text)
        assert (entity.kind, entity.value) == ("financial_year", "2020-21")
    assert read("1999-00")[0].value == "1999-00"
