import json
from datetime import date, datetime

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities.component import GrammarEntityExtractor


def processed(text, **attributes):
    message = Message(data={TEXT: text, **attributes})
    (same,) = GrammarEntityExtractor.create({}, None, None, None).process([message])
    assert same is message
    return message


def test_entities_are_added_in_rasas_form():
    (entity,) = processed("15 जनवरी 2020").get(ENTITIES)
    assert entity == {
        "entity": "date",
        "start": 0,
        "end": 13,
        "value": "2020-01-15",
        "confidence_entity": 1.0,
        "extractor": "GrammarEntityExtractor",
    }


def test_entities_that_are_there_stay_first():
    earlier = {"entity": "topic", "start": 0, "end": 4, "value": "gpf"}
    found = processed("gpf 5 lakh", entities=[earlier]).get(ENTITIES)
    assert found[0] == earlier
    assert [e["value"] for e in found] == ["gpf", 500000]


def test_today_comes_from_the_metadata():
    (entity,) = processed("aaj", metadata={"today": "2024-02-29"}).get(ENTITIES)
    assert entity["value"] == "2024-02-29"


def test_without_a_usable_today_the_clock_is_read():
    for metadata in (None, {}, {"today": None}, {"today": "soon"}):
        (entity,) = processed("aaj", metadata=metadata).get(ENTITIES)
        assert (
            abs(date.fromisoformat(entity["value"]) - datetime.now().astimezone().date()).days <= 1
        )


def test_the_output_is_json_and_is_kept():
    message = processed("papa 62 ke hain, 33 saal 4 mahine, ₹5,000, kanpur, [mobile#1], haan")
    assert json.loads(json.dumps(message.get(ENTITIES))) == message.get(ENTITIES)
    assert ENTITIES in message.as_dict(only_output_properties=True)


def test_a_message_without_text_is_left_alone():
    message = Message(data={"intent": "greet"})
    GrammarEntityExtractor.create({}, None, None, None).process([message])
    assert message.get(ENTITIES) is None
