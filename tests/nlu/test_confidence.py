import numpy as np

from bot.nlu.confidence import Evidence, Logistic, calibrate


def evidence(random: np.random.Generator) -> Evidence:
    """Where the first signal is how far the true label stands out."""
    labels = random.integers(0, 4, 400)
    scores = random.normal(0, 0.3, (400, 4)).astype(np.float32)
    scores[np.arange(400), labels] += random.normal(0.5, 0.5, 400)
    top = np.sort(scores, axis=1)
    inside = np.column_stack([top[:, -1], top[:, -1] - top[:, -2]]).astype(np.float32)
    outside = random.normal(-0.6, 0.2, (60, 2)).astype(np.float32)
    correct = scores.argmax(axis=1) == labels
    return Evidence(inside, correct, scores, labels, outside, outside[:20])


def test_few_in_scope_and_most_out_of_scope_fall_below_the_threshold():
    found = evidence(np.random.default_rng(0))
    confidence = calibrate(found)
    inside = confidence.in_scope.probability(found.inside)
    outside = confidence.in_scope.probability(found.outside)
    assert (inside < confidence.refuse_below).mean() <= 0.02
    assert (inside < confidence.doubt_below).mean() <= 0.045
    assert (outside < confidence.doubt_below).mean() >= 0.9
    assert confidence.refuse_below <= confidence.doubt_below


def test_confidence_matches_how_often_the_best_label_is_right():
    found = evidence(np.random.default_rng(1))
    confidence = calibrate(found)
    inside = confidence.in_scope.probability(found.inside)
    right = confidence.right.probability(found.inside)
    stated = [confidence.of_best(i, r) for i, r in zip(inside, right, strict=True)]
    assert abs(np.mean(stated) - found.correct.mean()) < 0.03


def test_evidence_of_one_kind_gives_a_constant():
    rows = np.zeros((3, 2), dtype=np.float32)
    always = Logistic.fit(rows, np.full(3, True), np.ones(3, dtype=np.float32))
    assert (always.probability(rows) > 0.9).all()
