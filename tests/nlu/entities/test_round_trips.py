from datetime import date, timedelta

import yaml
from hypothesis import given, settings, strategies as st

from bot.nlu.entities import extract, vocabulary

TODAY = date(2026, 11, 22)
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
MONTHS = yaml.safe_load(
    "[[जनवरी, january, jan], [फरवरी, february, feb], [मार्च, march, mar], [अप्रैल, april, apr],"
    " [मई, may, may], [जून, june, jun], [जुलाई, july, jul], [अगस्त, august, aug],"
    " [सितंबर, september, sept], [अक्टूबर, october, oct], [नवंबर, november, nov],"
    " [दिसंबर, december, dec]]"
)
SMALL = {number: words.split() for number, words in vocabulary.read("numbers")["small"].items()}


def grouped(number: int) -> str:
    head, tail = divmod(number, 1000)
    if not head:
        return str(tail)
    parts = [f"{tail:03}"]
    while head:
        head, part = divmod(head, 100)
        parts.append(f"{part:02}" if head else str(part))
    return ",".join(reversed(parts))


def said(number: int, *, hundred: str, thousand: str, lakh: str, crore: str, script: int) -> str:
    words = []
    for size, word in ((10**7, crore), (10**5, lakh), (1000, thousand), (100, hundred)):
        count, number = divmod(number, size)
        if count:
            words += [small(count, script), word]
    return " ".join([*words, small(number, script)] if number else words)


def small(number: int, script: int) -> str:
    """First Devanagari, or first Roman, spelling on the list."""
    words = SMALL[number]
    return words[0] if script == 0 else next(word for word in words if word.isascii())


def one(text: str) -> tuple[str, object]:
    (entity,) = extract(text, today=TODAY)
    assert entity.text == text
    return entity.kind, entity.value


def test_every_number_below_a_hundred_has_both_scripts():
    assert sorted(SMALL) == list(range(100))
    for script in (0, 1):
        assert {one(f"{small(n, script)} lakh") for n in range(1, 100)} == {
            ("money", n * 100000) for n in range(1, 100)
        }


@given(st.integers(1000, 10**11 - 1))
def test_indian_grouping_comes_back(number):
    if number >= 1000:
        assert one(grouped(number)) == ("money", number)
        assert one("₹" + grouped(number).translate(DEVANAGARI) + "/-") == ("money", number)


@given(st.integers(1000, 10**9 - 1).filter(lambda number: number % 1000 != 2))
@settings(max_examples=200)
def test_amounts_in_words_come_back(number):
    """Save those like एक लाख दो, where दो may as well be "give"."""
    hindi = said(number, hundred="सौ", thousand="हज़ार", lakh="लाख", crore="करोड़", script=0)
    roman = said(number, hundred="sau", thousand="hazar", lakh="lakh", crore="karod", script=1)
    assert one(hindi) == ("money", number)
    assert one(roman) == ("money", number)


@given(st.integers(1, 9999).map(lambda hundredths: hundredths / 100))
def test_decimal_lakhs_are_exact(lakhs):
    assert one(f"{lakhs:.2f} lakh") == ("money", round(lakhs * 100000))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@settings(max_examples=200)
def test_a_date_comes_back_from_every_style(day):
    hindi, english, short = MONTHS[day.month - 1]
    styles = [
        f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}",
        f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}".translate(DEVANAGARI),
        f"{day.day} {hindi} {day.year}", f"{day.day} {hindi} {day.year}".translate(DEVANAGARI),
        f"{day.day} {english} {day.year}", f"{english.title()} {day.day}, {day.year}",
        f"{day.day} {short} {day.year}", f"{day.day}-{short.title()}-{day.year}",
    ]  # fmt: skip
    assert {one(style) for style in styles} == {("date", day.isoformat())}


@given(st.dates(date(1955, 1, 1), date(2054, 12, 31)))
def test_a_two_digit_year_comes_back_within_the_pivot(day):
    assert one(f"{day:%d-%m-%y}") == ("date", day.isoformat())


@given(st.integers(1, 60), st.integers(1, 11), st.integers(1, 29))
def test_a_duration_comes_back(years, months, days):
    value = {"years": years, "months": months, "days": days, "hours": 0}
    for text in (
        f"{years} saal {months} mahine {days} din",
        f"{years} वर्ष {months} माह {days} दिन".translate(DEVANAGARI),
        f"{years} years {months} months {days} days",
        f"{years}y {months}m {days}d",
    ):
        assert one(text) == ("duration", value)


@given(st.integers(1, 3000))
def test_days_ago_count_back_from_today(days):
    (entity,) = extract(f"{days} din pehle", today=TODAY)
    assert entity.value == (TODAY - timedelta(days=days)).isoformat()
