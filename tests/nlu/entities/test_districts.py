from pathlib import Path

import pytest
import yaml

from bot.nlu import entities
from bot.nlu.entities.districts import district_names

LISTED = yaml.safe_load(Path(entities.__file__).with_name("districts.yml").read_text("utf-8"))


def test_there_are_seventy_five():
    assert len(LISTED["districts"]) == 75
    assert district_names() == sorted(LISTED["districts"])


@pytest.mark.parametrize("name", sorted(LISTED["districts"]))
def test_every_listed_spelling_is_the_district(only, name):
    entry = LISTED["districts"][name]
    for spelling in (name, name.upper(), entry["hi"], *entry.get("also", ())):
        for text in (f"{spelling} district", f"जिला {spelling} में"):
            entity = only(text, "district")
            assert (entity.text, entity.value) == (spelling, name)
            assert "fuzzy" not in entity.extra


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("allahabad", "Prayagraj"),
        ("इलाहाबाद", "Prayagraj"),
        ("faizabad", "Ayodhya"),
        ("Faijabad", "Ayodhya"),
        ("noida", "Gautam Buddha Nagar"),
        ("नोएडा", "Gautam Buddha Nagar"),
        ("lakhimpur kheri", "Kheri"),
        ("raebareli", "Rae Bareli"),
        ("rae bareli", "Rae Bareli"),
        ("bareli", "Bareilly"),
        ("lakhnau", "Lucknow"),
        ("लखनउ", "Lucknow"),
        ("kanpur dehat", "Kanpur Dehat"),
        ("कानपुर नगर", "Kanpur Nagar"),
        ("kashi", "Varanasi"),
        ("banaras", "Varanasi"),
        ("gorkhpur", "Gorakhpur"),
        ("gorakhpoor", "Gorakhpur"),
        ("mujaffarnagar", "Muzaffarnagar"),
        ("saharanpor", "Saharanpur"),
        ("pratapgrah", "Pratapgarh"),
        ("moradabd", "Moradabad"),
        ("siddharthanagar", "Siddharth Nagar"),
        ("bulandshehr", "Bulandshahr"),
        ("झांसी", "Jhansi"),
        ("झाँसी", "Jhansi"),
        ("अलीगढ", "Aligarh"),
        ("हापुड", "Hapur"),
        ("mau", "Mau"),
        ("मऊ", "Mau"),
        ("shahjahanpur", "Shahjahanpur"),
        ("kushi nagar", "Kushi Nagar"),
        ("उन्नाव", "Unnao"),
        ("मुजफ़्फ़रनगर", "Muzaffarnagar"),
        ("gautam budh nagar", "Gautam Buddha Nagar"),
    ],
)
def test_people_spell_them_in_many_ways(only, text, name):
    assert only(text, "district").value == name


def test_plain_kanpur_is_two_districts(only):
    for text in ("kanpur", "कानपुर में", "mera kanpur ka card"):
        entity = only(text, "district")
        assert entity.value == "Kanpur"
        assert entity.extra == {"ambiguous": ["Kanpur Nagar", "Kanpur Dehat"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("basti", "Basti"),
        ("basti jila", "Basti"),
        ("zila banda", "Banda"),
        ("banda me", "Banda"),
        ("sambhal district", "Sambhal"),
        ("mau treasury", "Mau"),
        ("जिला बस्ती", "Basti"),
    ],
)
def test_a_common_word_is_a_district_where_a_place_stands(only, text, name):
    assert only(text, "district").value == name


ORDINARY = """
ek banda aaya tha
koi banda batao
wo banda dubara aaya
malin basti sudhar yojana wale log
संभल कर भरिए ये form
thoda sambhal kar bharna padta hai
barely any money left for this
khansi aur bukhar hai bahut din se
shamil kaun kaun hoga parivar me
agar card nahi bana to kya kare
merit list kab aayegi bhai
methi ka ilaaj ghar par
jalan ho rahi hai pet par
mere bandhu ne bola kal aana
banda-parwar suniye
कौन कौन शामिल हैं
इस अधिकार का प्रयोग किया
हमने बहुत प्रयास किया
संभालना मुश्किल है
बंदा हाजिर है
eta kya hoga delivery
matra kitni hai dawa ki
rampant corruption in office here
hardly ever works on mobile
the application is pending since long
kya naukri lagegi
basic pay aur da kitna
hardware problem in computer
bill reimbursement pending with treasury
अस्पताल की सूची कहाँ मिलेगी
वेतन वृद्धि कब लगेगी
चिकित्सा प्रतिपूर्ति का दावा
गंभीर बीमारी में क्या होगा
मरीज को भर्ती कराया
कार्ड कैसे बनेगा साहब
pension bandh gayi hai
bandhan bank me khata
balram ji ka card
gorakh dhandha band karo
mathur sahab office me nahi hain
sita ram pur ji
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_name_no_district(read, text):
    assert [e for e in read(text) if e.kind == "district"] == []
