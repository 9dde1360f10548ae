import json

import pytest
from hypothesis import given, settings, strategies as st

from bot.nlu.classifier import OUT_OF_SCOPE, IntentModel


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mera health card kho gaya", "faq/card_lost"),
        ("हेल्थ कार्ड गुम हो गया", "faq/card_lost"),
        ("opd me cashless hai?", "faq/opd"),
        ("ओ०पी०डी० कैशलेस", "faq/opd"),
        ("application ka status", "faq/status"),
        ("namaskar", "greet"),
    ],
)
def test_unseen_spellings_find_their_label(model, text, label):
    assert model.rank(text)[0][0] == label


def test_probabilities_are_ordered_and_of_labels_in_scope(model):
    ranking = model.rank("card ki validity")
    probabilities = [p for _, p in ranking]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= p <= 1 for p in probabilities)
    assert OUT_OF_SCOPE not in {label for label, _ in ranking}
    assert len(ranking) == len(model.labels) - 1


def test_a_loaded_model_ranks_as_the_saved_one(model, tmp_path):
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    for text in ("कार्ड खो गया", "opd free?", "mausam", "xyz", ""):
        before, after = model.decide(text), loaded.decide(text)
        assert [label for label, _ in before.ranking] == [label for label, _ in after.ranking]
        assert after.confidence == pytest.approx(before.confidence, abs=0.01)
        assert after.outcome == before.outcome


def test_a_saved_model_is_arrays_and_json_only(model, tmp_path):
    model.save(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".npz", ".json"}
    json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "???"])
def test_a_message_without_words_is_refused(model, text):
    decision = model.decide(text)
    assert decision.outcome == "refuse"
    assert decision.confidence == 0


def test_an_unrelated_message_is_refused(model):
    assert model.decide("cricket ka score kya hai").outcome == "refuse"


@settings(deadline=None)
@given(st.text(max_size=4_000))
def test_no_text_breaks_the_model(model, text):
    decision = model.decide(text)
    assert decision.outcome in {"answer", "disambiguate", "refuse"}
    assert 1 <= decision.candidates <= 3


def test_one_label_is_not_enough():
    with pytest.raises(ValueError, match="two labels"):
        IntentModel.fit(["a", "b"], ["x", "x"])
