from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import LanguageDetector, SparseIntentClassifier

EXAMPLES = {
    "faq/card_lost": ["card kho gaya", "कार्ड खो गया", "lost my card", "card gum", "card missing"],
    "faq/opd": ["opd free hai", "ओपीडी मुफ्त है", "is opd free", "opd cashless", "opd ka kharcha"],
    "greet": ["hello", "नमस्ते", "namaste", "hi", "good morning"],
    "out_of_scope": [
        "weather today",
        "cricket score",
        "joke sunao",
        "मौसम कैसा है",
        "biryani recipe",
    ],
}
TITLE = {"hi": "कार्ड खो जाए तो?", "en": "What if the card is lost?"}


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> SparseIntentClassifier:
    storage = LocalModelStorage.create(Path(tmp_path_factory.mktemp("storage")))
    resource, context = Resource("classifier"), ExecutionContext(GraphSchema({}))
    config = SparseIntentClassifier.get_default_config()
    untrained = SparseIntentClassifier.create(config, storage, resource, context)
    untrained.train(
        TrainingData(
            [
                Message.build(
                    text=text, intent=label, intent_metadata={"title": TITLE, "topic": "sects"}
                )
                for label, texts in EXAMPLES.items()
                for text in texts
            ]
        )
    )
    return SparseIntentClassifier.load(config, storage, resource, context)


def parsed(classifier: SparseIntentClassifier, text: str) -> dict[str, object]:
    message = Message({"text": text})
    classifier.process([message])
    return message.as_dict(only_output_properties=True)


def test_an_answered_question_carries_its_full_label(classifier):
    output = parsed(classifier, "card kho gaya")
    assert output["retrieval"] == {"label": "faq/card_lost", "name": "card_lost"}
    assert output["intent"]["name"] in {"faq", "nlu_fallback"}
    assert output["intent_ranking"][0]["name"] == "faq/card_lost"
    assert output["candidates"][0]["title"] == TITLE
    assert "gist" not in output["candidates"][0]


def test_the_intent_is_the_fallback_unless_the_outcome_is_an_answer(classifier):
    for text in ("card kho gaya", "cricket ka score", "card", "hello"):
        output = parsed(classifier, text)
        assert (output["intent"]["name"] == "nlu_fallback") == (output["outcome"] != "answer")


def test_out_of_scope_is_never_a_candidate(classifier):
    output = parsed(classifier, "aaj ka cricket score")
    assert output["outcome"] == "refuse"
    assert "out_of_scope" not in {candidate["label"] for candidate in output["candidates"]}


def test_empty_text_has_no_intent(classifier):
    assert parsed(classifier, "")["intent"] == {"name": None, "confidence": 0.0}


def test_button_payloads_are_left_to_rasa(classifier):
    assert "outcome" not in parsed(classifier, "/faq{}")


def test_the_gateways_language_wins_over_ours():
    message = Message({"text": "gpf kab milega", "metadata": {"language": "hi"}})
    LanguageDetector().process([message])
    assert message.get("language") == "hi"


def test_the_language_is_an_entity_too():
    message = Message({"text": "gpf kab milega", "entities": [{"entity": "number", "value": 5}]})
    LanguageDetector().process([message])
    assert [entity["value"] for entity in message.get("entities")] == [5, "hinglish"]
