import numpy as np
import pytest

from bot.nlu import features
from bot.nlu.vectors import Vectoriser, parts


def test_vowel_signs_make_different_features():
    assert len({tuple(features.written_words(word)) for word in ("की", "का", "के", "कि")}) == 4
    assert features.written_words("की का के") == ["की", "का", "के"]


def test_vowel_signs_reach_the_vector():
    vectoriser, _ = Vectoriser.learn(map(parts, ["की", "का", "के", "कौ"]))
    vectors = [tuple(vectoriser.vector(parts(word)).columns) for word in ("की", "का", "के")]
    assert len(set(vectors)) == 3


def test_numbers_become_their_kind():
    assert "numamount" in features.normalise("बेसिक ५६,१००")
    assert features.normalise("2017").split() == ["numyear", "2017"]
    assert "numdate" in features.normalise("retired on 31/07/2020")


def test_vault_tokens_become_one_word():
    assert features.normalise("mera number [mobile#12] hai").split() == [
        "mera", "number", "tokmobile", "hai",
    ]  # fmt: skip


def test_unknown_features_shorten_a_vector():
    vectoriser, _ = Vectoriser.learn(
        map(parts, ["pension kab milegi", "health card kaise banega"])
    )
    known, mixed = (
        vectoriser.vector(parts("pension kab")),
        vectoriser.vector(parts("pension xyzzy qwrt")),
    )
    assert mixed.coverage.max() < 1
    assert (mixed.values**2).sum() < (known.values**2).sum()
    assert len(vectoriser.vector(parts("")).columns) == 0


@pytest.mark.parametrize("keep_rare_up_to", [0, 3_000])
def test_a_row_of_the_training_is_the_vector_of_its_message(keep_rare_up_to):
    texts = [
        "gpf se paisa kab milega gpf", "gpf ka byaj kitna", "पेंशन कब मिलेगी", "gpf kab", "xyz", "",
    ]  # fmt: skip
    vectoriser, rows = Vectoriser.learn(map(parts, texts), keep_rare_up_to=keep_rare_up_to)
    for text, row in zip(texts, rows, strict=True):
        vector = vectoriser.vector(parts(text))
        expected = np.zeros(vectoriser.width, dtype=np.float32)
        expected[vector.columns] = vector.values
        assert np.allclose(row.toarray().ravel(), expected, atol=1e-5)
