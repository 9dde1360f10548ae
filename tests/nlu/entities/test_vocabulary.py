from bot.nlu.entities import vocabulary
from bot.nlu.entities.number_words import lexicon
from bot.nlu.entities.spelling import fold


def test_no_two_numbers_fold_to_one_key():
    seen = {}
    for number, words in vocabulary.read("numbers")["small"].items():
        for word in words.split():
            assert seen.setdefault(fold(word), number) == number, word
    assert len(seen) > 300


def test_number_words_are_no_units_and_no_multipliers():
    words = lexicon()
    assert words.small.keys() & words.multipliers.keys() == set()
    assert words.small.keys() & words.counted == set()
    assert words.multipliers.keys() & words.counted == set()


def test_no_two_relations_share_a_phrase():
    seen = {}
    for code, by_gender in vocabulary.read("people")["relations"].items():
        for phrases in by_gender.values():
            for phrase in phrases if isinstance(phrases, list) else phrases.split():
                key = tuple(map(fold, phrase.replace("-", " ").split()))
                assert seen.setdefault(key, code) == code, phrase
    assert len(seen) > 200


def test_spellings_people_mix_fold_together():
    pairs = [
        ("हज़ार", "हजार"), ("पाँच", "पांच"), ("पन्द्रह", "पंद्रह"), ("रुपये", "रुपए"),
        ("saal", "sal"), ("Beti", "betee"), ("biwi", "bivi"), ("chhah", "chah"),
        ("ओ०पी०डी०", "ओपीडी"), ("hazaar", "hajar"),
        ("O.P.D.", "opd"), ("ज़िला", "जिला"),
    ]  # fmt: skip
    for one, other in pairs:
        assert fold(one) == fold(other)


def test_different_words_stay_apart():
    for one, other in [
        ("DDO", "do"),
        ("सात", "साठ"),
        ("saas", "saans"),
        ("सास", "साँस"),
        ("teen", "ten"),
    ]:
        assert fold(one) != fold(other)
