import pytest

LEVELS = [
    ("level 7", "level 7", "7"),
    ("Level-7", "Level-7", "7"),
    ("LEVEL7", "LEVEL7", "7"),
    ("pay level: 10", "level: 10", "10"),
    ("level no 7", "level no 7", "7"),
    ("lvl 10", "lvl 10", "10"),
    ("L-8", "L-8", "8"),
    ("L8", "L8", "8"),
    ("L 13A", "L 13A", "13a"),
    ("level 13A", "level 13A", "13a"),
    ("level 13-A", "level 13-A", "13a"),
    ("level 13 a", "level 13 a", "13a"),
    ("लेवल 13A", "लेवल 13A", "13a"),
    ("लेवल-13क", "लेवल-13क", "13a"),
    ("लेवल ७", "लेवल ७", "7"),
    ("स्तर 5", "स्तर 5", "5"),
    ("लेवल सात", "लेवल सात", "7"),
    ("level seven", "level seven", "7"),
    ("level saat", "level saat", "7"),
    ("7th level", "7th level", "7"),
    ("7वें लेवल", "7वें लेवल", "7"),
    ("paanchve level", "paanchve level", "5"),
    ("पांचवें लेवल", "पांचवें लेवल", "5"),
    ("पाँचवें वेतन स्तर", "पाँचवें वेतन स्तर", "5"),
    ("leval 4", "leval 4", "4"),
    ("level 18", "level 18", "18"),
]


@pytest.mark.parametrize(("text", "cut", "level"), LEVELS)
@pytest.mark.parametrize("frame", ["{}", "mera {} hai", "{} par कितना मिलेगा"])
def test_pay_levels(only, text, cut, level, frame):
    entity = only(frame.format(text), "pay_level")
    assert (entity.text, entity.value, entity.extra) == (cut, level, {})


def test_a_level_that_does_not_exist_is_marked(only):
    entity = only("level 25", "pay_level")
    assert (entity.value, entity.extra) == ("25", {"invalid": True})


def test_level_and_pay_in_one_message(read):
    found = read("level 7 par basic 50000 aur grade pay 4600")
    assert [(e.kind, e.value) for e in found] == [
        ("pay_level", "7"),
        ("money", 50000),
        ("grade_pay", 4600),
    ]


@pytest.mark.parametrize(
    "text", ["high level meeting", "level 56100", "2.5L ka bill", "स्तर पर बात", "5 L"]
)
def test_other_levels_are_no_pay_levels(read, text):
    assert [e for e in read(text) if e.kind == "pay_level"] == []


GRADE_PAYS = [
    ("grade pay 4600", 4600),
    ("Grade Pay - 4600", 4600),
    ("grade pay of Rs 4600", 4600),
    ("grade pay ₹2800", 2800),
    ("GP 4200", 4200),
    ("gp4200", 4200),
    ("G.P. 4200", 4200),
    ("4200 GP", 4200),
    ("4600 grade pay", 4600),
    ("ग्रेड पे 2800", 2800),
    ("ग्रेड पे २८००", 2800),
    ("ग्रेड वेतन 1900", 1900),
    ("2000 ग्रेड पे", 2000),
    ("gred pe 5400", 5400),
    ("ग्रेडपे 10000", 10000),
]


@pytest.mark.parametrize(("text", "rupees"), GRADE_PAYS)
def test_grade_pay_is_not_money(read, text, rupees):
    (entity,) = read(f"mera {text} tha")
    assert (entity.kind, entity.value) == ("grade_pay", rupees)


def test_grade_pay_without_a_figure_is_nothing(read):
    assert read("grade pay kya hota hai") == []
