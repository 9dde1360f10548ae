"""The graph component: trained, stored, loaded, and asked."""

from pathlib import Path

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.entries import load_knowledge
from bot.knowledge.importer import KnowledgeImporter
from bot.knowledge.search.component import PassageSearch
from bot.knowledge.search.shelf import Shelf

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The answers of the project, through Rasa's storage."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    resource, context = Resource("search"), ExecutionContext(GraphSchema({}))
    data = KnowledgeImporter(training_data_paths=[str(ROOT / "data")]).get_nlu_data()
    config = {"look_every_seconds": 0}
    component = PassageSearch.create(config, storage, resource, context)
    component.train(TrainingData(data.training_examples))
    return PassageSearch.load(config, storage, resource, context)


@pytest.fixture
def search(trained, url):
    """The same with a store of its own."""
    trained._shelf = Shelf(url)
    return trained


def asked(search, text, outcome="refuse"):
    search._shelf.look()
    message = Message({"text": text, "outcome": outcome})
    search.process([message])
    return message.as_dict(only_output_properties=True)


@pytest.mark.parametrize(
    "question",
    [
        "संगरोध अवकाश कितने दिन का होता है",
        "sangrodh avkash kitne din ka hota hai",
        "quarantine leave how many days",
    ],
)
def test_a_passage_is_found_in_any_script(search, url, store_document, manual, question):
    store_document(url, *manual)
    (first, *_) = asked(search, question)["passages"]
    assert first["document"] == {"hi": "अवकाश पुस्तिका", "en": "Leave manual"}
    assert (first["section"], first["page"]) == ("प्रस्तर 2", 2)
    assert "21 दिन" in first["text"]
    assert len(first["text"]) <= 250
    assert first["score"] > 0


def test_no_more_than_three_of_each_are_given(search, url, store_document, manual):
    store_document(url, *[f"{manual[1]} प्रति {n}" for n in range(6)])
    output = asked(search, "संगरोध अवकाश")
    assert len(output["passages"]) == 3
    assert len(asked(search, "अर्जित अवकाश")["found_answers"]) <= 3


def test_answers_are_found_by_their_own_words(search):
    asked_for = list(load_knowledge(ROOT / "data").entries.values())[::40]
    found = [
        entry.label in [a["label"] for a in asked(search, entry.title["hi"])["found_answers"]]
        for entry in asked_for
    ]
    assert len(found) > 10
    assert sum(found) / len(found) >= 0.8


def test_a_sure_answer_and_a_message_without_outcome_are_left_alone(search):
    assert "passages" not in asked(search, "अर्जित अवकाश", outcome="answer")
    assert "passages" not in asked(search, "/faq", outcome=None)


def test_at_least_nine_in_ten_foreign_messages_get_nothing(search, url, store_document):
    """With a long document at hand: every answer of the project, as if it were a manual."""
    entries = load_knowledge(ROOT / "data").entries.values()
    store_document(url, *[f"{entry.title['hi']}\n{entry.answer['hi']}" for entry in entries])
    lines = (ROOT / "tests/nlu/out_of_scope_test.tsv").read_text(encoding="utf-8").splitlines()
    outputs = [asked(search, line.split("\t")[1]) for line in lines]
    nothing = [not (output["passages"] or output["found_answers"]) for output in outputs]
    assert len(nothing) >= 120
    assert sum(nothing) / len(nothing) >= 0.9


def test_it_is_in_the_pipeline_after_the_classifier():
    names = [c["name"] for c in yaml.safe_load((ROOT / "config.yml").read_text())["pipeline"]]
    place = names.index("bot.knowledge.search.component.PassageSearch")
    assert names.index("bot.nlu.components.SparseIntentClassifier") < place
