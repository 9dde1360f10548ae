import pytest

UNITS = ("years", "months", "days", "hours")
DURATIONS = [
    ("33 saal 4 mahine", (33, 4, 0, 0)),
    ("33 साल 4 महीने", (33, 4, 0, 0)),
    ("33 वर्ष 4 माह", (33, 4, 0, 0)),
    ("३३ वर्ष ४ माह १० दिन", (33, 4, 10, 0)),
    ("33 years 4 months", (33, 4, 0, 0)),
    ("33 years and 4 months", (33, 4, 0, 0)),
    ("33 yrs, 4 months", (33, 4, 0, 0)),
    ("33 saal aur 4 mahine", (33, 4, 0, 0)),
    ("33 वर्ष एवं 4 माह", (33, 4, 0, 0)),
    ("33y 4m", (33, 4, 0, 0)),
    ("9 y 9 m", (9, 9, 0, 0)),
    ("9y 8m 29d", (9, 8, 29, 0)),
    ("33saal 4mahine", (33, 4, 0, 0)),
    ("tees saal", (30, 0, 0, 0)),
    ("बीस वर्ष छह माह", (20, 6, 0, 0)),
    ("twenty five years", (25, 0, 0, 0)),
    ("10 din", (0, 0, 10, 0)),
    ("दस दिन", (0, 0, 10, 0)),
    ("90 days", (0, 0, 90, 0)),
    ("15 dino", (0, 0, 15, 0)),
    ("साढ़े तीन साल", (3, 6, 0, 0)),
    ("sadhe teen saal", (3, 6, 0, 0)),
    ("3.5 years", (3, 6, 0, 0)),
    ("dhai mahine", (0, 2, 15, 0)),
    ("ढाई माह", (0, 2, 15, 0)),
    ("dedh saal", (1, 6, 0, 0)),
    ("सवा साल", (1, 3, 0, 0)),
    ("sawa do saal", (2, 3, 0, 0)),
    ("पौने दो साल", (1, 9, 0, 0)),
    ("aadha din", (0, 0, 0, 12)),
    ("half day", (0, 0, 0, 12)),
    ("6 hafte", (0, 0, 42, 0)),
    ("2 सप्ताह", (0, 0, 14, 0)),
    ("48 ghante", (0, 0, 0, 48)),
    ("४८ घंटे", (0, 0, 0, 48)),
    ("8 hrs", (0, 0, 0, 8)),
    ("ek saal", (1, 0, 0, 0)),
    ("एक माह", (0, 1, 0, 0)),
    ("do mahine", (0, 2, 0, 0)),
    ("one month", (0, 1, 0, 0)),
    ("6 mah", (0, 6, 0, 0)),
    ("730 दिवस", (0, 0, 730, 0)),
]


@pytest.mark.parametrize(("text", "parts"), DURATIONS)
@pytest.mark.parametrize("frame", ["{}", "naukri {} thi", "मेरी सेवा {} है", "({})"])
def test_lengths_of_time(only, text, parts, frame):
    entity = only(frame.format(text), "duration")
    assert (entity.text, entity.value) == (text, dict(zip(UNITS, parts, strict=True)))


def test_the_same_unit_twice_is_two_durations(read):
    assert [e.text for e in read("2 saal 3 saal")] == ["2 saal", "3 saal"]
    assert [e.text for e in read("4 mahine 2 saal")] == ["4 mahine", "2 saal"]


def test_an_amount_does_not_swallow_the_duration_behind_it(read):
    assert [(e.kind, e.text) for e in read("5 lakh 10 din")] == [
        ("money", "5 lakh"),
        ("duration", "10 din"),
    ]


AGES = [
    ("umar 70", "70", 70),
    ("meri umar 59 saal hai", "59 saal", 59),
    ("उम्र 24 वर्ष", "24 वर्ष", 24),
    ("उम्र ६२ वर्ष", "६२ वर्ष", 62),
    ("आयु 80", "80", 80),
    ("age 17", "17", 17),
    ("age: 17 years", "17 years", 17),
    ("age is 45", "45", 45),
    ("24 yrs old", "24 yrs", 24),
    ("my father is 70 years old", "70 years", 70),
    ("24-year-old son", "24-year", 24),
    ("17 years of age", "17 years", 17),
    ("papa 62 saal ke hain", "62 saal", 62),
    ("62 साल की माँ", "62 साल", 62),
    ("mera beta 24 saal ka hai", "24 saal", 24),
    ("main 58 saal ka hoon", "58 saal", 58),
    ("papa 62 ke hain", "62", 62),
    ("मैं 59 का हूँ", "59", 59),
    ("80 साल की उम्र", "80 साल", 80),
    ("62 वर्षीय", "62", 62),
    ("umar sattar saal", "sattar saal", 70),
    ("beti ki umar 26 hai", "26", 26),
    ("बेटी विधवा है, 32 साल की, आय 5000", "32 साल", 32),
]


@pytest.mark.parametrize(("text", "cut", "age"), AGES)
def test_ages(only, text, cut, age):
    entity = only(text, "age")
    assert (entity.text, entity.value) == (cut, age)


def test_a_baby_is_of_age_nought_with_its_months(only):
    entity = only("6 mahine ka bachcha", "age")
    assert (entity.value, entity.extra) == (0, {"months": 6})


@pytest.mark.parametrize(
    "text",
    [
        "33 saal ki naukri",
        "33 साल की सेवा",
        "10 din ki chhutti",
        "20 saal ke baad",
        "naukri 20 saal ki hai",
        "6 mahine ke andar",
        "4 हफ्ते की भर्ती",
        "umar kya honi chahiye",
    ],
)
def test_service_and_limits_are_no_ages(read, text):
    assert [e for e in read(text) if e.kind == "age"] == []
