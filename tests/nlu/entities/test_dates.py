import pytest

DATES = [
    ("15/01/2020", "2020-01-15"),
    ("15-1-20", "2020-01-15"),
    ("15.01.2020", "2020-01-15"),
    ("15.1.20", "2020-01-15"),
    ("15 / 01 / 2020", "2020-01-15"),
    ("15–01–2020", "2020-01-15"),
    ("2020-01-15", "2020-01-15"),
    ("2020/01/15", "2020-01-15"),
    ("15 01 2020", "2020-01-15"),
    ("१५/०१/२०२०", "2020-01-15"),
    ("१५-१-२०२०", "2020-01-15"),
    ("15 जनवरी 2020", "2020-01-15"),
    ("१५ जनवरी, २०२०", "2020-01-15"),
    ("15 जनवरी सन 2020", "2020-01-15"),
    ("15 jan 2020", "2020-01-15"),
    ("15 jan 20", "2020-01-15"),
    ("15jan2020", "2020-01-15"),
    ("15-Jan-2020", "2020-01-15"),
    ("15/jan/20", "2020-01-15"),
    ("15 Jan'20", "2020-01-15"),
    ("Jan 15, 2020", "2020-01-15"),
    ("January 15th 2020", "2020-01-15"),
    ("15th January 2020", "2020-01-15"),
    ("15th of january 2020", "2020-01-15"),
    ("2nd march 2021", "2021-03-02"),
    ("15 janvari 2020", "2020-01-15"),
    ("1 farwari 2021", "2021-02-01"),
    ("29 फरवरी 2024", "2024-02-29"),
    ("पहली अप्रैल 2020", "2020-04-01"),
    ("pehli april 2020", "2020-04-01"),
    ("pandrah august 1947", "1947-08-15"),
    ("पंद्रह अगस्त 1947", "1947-08-15"),
    ("30 सितम्बर 2023", "2023-09-30"),
    ("30 सितंबर 2023", "2023-09-30"),
    ("31 dec 2022", "2022-12-31"),
    ("31-7-35", "2035-07-31"),
    ("1/7/55", "1955-07-01"),
    ("1/7/99", "1999-07-01"),
    ("2020 jan 15", "2020-01-15"),
    ("5 mar 2020", "2020-03-05"),
    ("may 5, 2021", "2021-05-05"),
    ("जून 30, 2019", "2019-06-30"),
    ("june ki 12 tarikh 2023", "2023-06-12"),
]


@pytest.mark.parametrize(("text", "iso"), DATES)
@pytest.mark.parametrize("frame", ["{}", "date {} thi", "मैं {} को गया", "({}),"])
def test_a_whole_date_is_read_in_every_style(only, text, iso, frame):
    entity = only(frame.format(text), "date")
    assert (entity.text, entity.value, entity.extra) == (text, iso, {})


RELATIVE = [
    ("aaj", "aaj", "2026-11-22"),
    ("आज से", "आज", "2026-11-22"),
    ("today", "today", "2026-11-22"),
    ("yesterday", "yesterday", "2026-11-21"),
    ("tomorrow", "tomorrow", "2026-11-23"),
    ("day before yesterday", "day before yesterday", "2026-11-20"),
    ("kal bill jama kiya tha", "kal", "2026-11-21"),
    ("कल जमा किया था", "कल", "2026-11-21"),
    ("kal jana hai", "kal", "2026-11-23"),
    ("कल जमा करूँगा", "कल", "2026-11-23"),
    ("parso gaya tha", "parso", "2026-11-20"),
    ("परसों जाऊँगा", "परसों", "2026-11-24"),
    ("pichle mahine ki 10 tarikh", "pichle mahine ki 10 tarikh", "2026-10-10"),
    ("पिछले महीने की 10 तारीख को", "पिछले महीने की 10 तारीख", "2026-10-10"),
    ("last month 10th", "last month 10th", "2026-10-10"),
    ("10th of last month", "10th of last month", "2026-10-10"),
    ("agle mahine ki 5 tareekh", "agle mahine ki 5 tareekh", "2026-12-05"),
    ("is mahine ki 3 tarikh", "is mahine ki 3 tarikh", "2026-11-03"),
    ("do mahine pehle", "do mahine pehle", "2026-09-22"),
    ("3 महीने पहले", "3 महीने पहले", "2026-08-22"),
    ("2 years ago", "2 years ago", "2024-11-22"),
    ("10 din pehle", "10 din pehle", "2026-11-12"),
    ("डेढ़ साल पहले", "डेढ़ साल पहले", "2025-05-22"),
    ("ek hafte pehle", "ek hafte pehle", "2026-11-15"),
]


@pytest.mark.parametrize(("text", "cut", "iso"), RELATIVE)
def test_dates_are_counted_from_today(only, text, cut, iso):
    entity = only(text, "date")
    assert (entity.text, entity.value, entity.extra["relative"]) == (cut, iso, True)


@pytest.mark.parametrize(
    ("text", "cut", "iso"),
    [
        ("agle saal 31 march", "agle saal 31 march", "2027-03-31"),
        ("31 march agle saal", "31 march agle saal", "2027-03-31"),
        ("पिछले साल 1 अप्रैल को", "पिछले साल 1 अप्रैल", "2025-04-01"),
        ("is saal ki 1 july", "is saal ki 1 july", "2026-07-01"),
        ("last year 5 august", "last year 5 august", "2025-08-05"),
    ],
)
def test_a_relative_year_belongs_to_the_date(only, text, cut, iso):
    entity = only(text, "date")
    assert (entity.text, entity.value, entity.extra) == (cut, iso, {})


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1 अप्रैल को", "2027-04-01"),
        ("1 april ko retire hua tha", "2026-04-01"),
        ("1 december ko retire hua tha", "2025-12-01"),
        ("1 september ko retire honge", "2027-09-01"),
        ("5 दिसंबर", "2026-12-05"),
    ],
)
def test_an_unsaid_year_is_the_nearest_that_fits_the_tense(only, text, iso):
    entity = only(text, "date")
    assert (entity.value, entity.extra) == (iso, {"year_assumed": True})


def test_a_day_without_a_month_is_the_nearest(only):
    assert only("10 tarikh ko", "date").value == "2026-11-10"
    assert only("28 tarikh ko hua tha", "date").value == "2026-10-28"
    assert only("5 तारीख को जाऊँगा", "date").value == "2026-12-05"


def test_kal_without_a_verb_points_both_ways(only):
    entity = only("kal", "date")
    assert entity.value is None
    assert entity.extra["ambiguous"] == ["2026-11-21", "2026-11-23"]


@pytest.mark.parametrize(
    "text",
    [
        "30 feb 2020",
        "30-02-2020",
        "31/04/2021",
        "29.02.2023",
        "31 अप्रैल",
        "01/25/2020",
        "2021-02-30",
    ],
)
def test_an_impossible_date_is_reported_not_mended(only, text):
    entity = only(text, "date")
    assert (entity.text, entity.value, entity.extra) == (text, None, {"invalid": True})


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("born on 15-8-48", "1948-08-15"),
        ("janm tithi 15/8/52", "1952-08-15"),
        ("जन्म 1 जुलाई 40", "1940-07-01"),
        ("dob 1/1/61", "1961-01-01"),
        ("dob 1/1/05", "2005-01-01"),
    ],
)
def test_a_two_digit_birth_year_is_never_in_the_future(only, text, iso):
    assert only(text, "date").value == iso


@pytest.mark.parametrize(
    ("text", "cut", "month"),
    [
        ("january 2020 me", "january 2020", "2020-01"),
        ("जनवरी 2020", "जनवरी 2020", "2020-01"),
        ("march 2019", "march 2019", "2019-03"),
        ("07/2023", "07/2023", "2023-07"),
        ("2023-07", "2023-07", "2023-07"),
        ("jan-85", "jan-85", "1985-01"),
        ("pichle mahine", "pichle mahine", "2026-10"),
        ("अगले माह", "अगले माह", "2026-12"),
        ("last month", "last month", "2026-10"),
        ("pichle saal march me", "pichle saal march", "2025-03"),
    ],
)
def test_months(only, text, cut, month):
    entity = only(text, "month")
    assert (entity.text, entity.value) == (cut, month)


@pytest.mark.parametrize(
    "text",
    [
        "may i know the limit",
        "i may get the card",
        "mai 42 din se pareshan hu",
        "me now",
        "5 mar gaye",
        "aaj kal bahut bheed hai",
        "retirement se 2 saal pehle",
        "जाने के 2 दिन पहले",
        "march past",
        "40-50-60",
        "13/9/98/ka",
        "2020-21",
    ],
)
def test_what_is_no_date_gives_none(read, text):
    assert [e for e in read(text) if e.kind in ("date", "month")] == []


def test_numbers_inside_a_date_are_not_numbers(read):
    assert [e.kind for e in read("15 jan 2020 ko 5 lakh")] == ["date", "money"]
    assert [e.kind for e in read("15.01.2020 se 20.01.2020 tak")] == ["date", "date"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15 se 20 january 2024 tak", ["2024-01-15", "2024-01-20"]),
        ("15-20 january 2024", ["2024-01-15", "2024-01-20"]),
        ("१५ से २० जनवरी २०२४", ["2024-01-15", "2024-01-20"]),
        ("1 jan se 10 jan 2024", ["2024-01-01", "2024-01-10"]),
        ("28 december se 3 january 2024", ["2023-12-28", "2024-01-03"]),
        ("1 april 2023 se 31 march 2024", ["2023-04-01", "2024-03-31"]),
        ("01/04/2024 - 10/04/2024", ["2024-04-01", "2024-04-10"]),
    ],
)
def test_one_end_of_a_range_completes_the_other(read, text, days):
    found = read(text)
    assert [(e.kind, e.value, e.extra) for e in found] == [("date", day, {}) for day in days]
