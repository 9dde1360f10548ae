"""Messages are shown in groups and decided about."""

from store import curation, curation_drafts

ANSWER = {
    "id": "add_dependants_step",
    "kind": "faq",
    "confidence": 0.42,
    "title": {"hi": "आश्रित कैसे जोड़ें?", "en": "How are dependants added?"},
}


def items(desk, ids):
    with desk.session(read_only=True) as db:
        return {item.id: item for item in curation.fetch_items(db, ids)}


def test_groups_stand_with_size_reasons_and_the_nearest_answer(desk, messages):
    desk.services.understood["dependent card me bahu ka naam kaise jude"] = {
        "language": "hinglish",
        "outcome": "refuse",
        "candidates": [ANSWER],
    }
    page = desk.sign_in("curator", language="en").get("/desk/curation").text
    assert "asked 3 times" in page
    assert "asked once" in page
    assert "How are dependants added?" in page
    assert "42%" in page
    assert page.index("asked 3 times") < page.index("asked once")
    for word in ("Not answered", "Thumbs down", "Choices offered"):
        assert word in page


def test_filters_leave_out_what_was_not_asked_for(desk, messages):
    client = desk.sign_in("curator", language="en")
    assert "asked 3 times" not in client.get("/desk/curation?language=en").text
    assert "bahu" not in client.get("/desk/curation?q=saturday").text
    assert "asked 3 times" in client.get("/desk/curation?reason=nonsense&page=-1").text


def test_assigned_messages_become_examples_in_their_scripts(desk, messages):
    client = desk.sign_in("curator", language="en")
    done = client.submit(
        "/desk/curation/decide",
        item=[str(one) for one in messages[:3]],
        action="assign",
        answer="add_dependants_step",
    )
    assert done.status_code == 303
    assert {item.status for item in items(desk, messages[:3]).values()} == {"assigned"}
    with desk.session(read_only=True) as db:
        draft = curation_drafts.fetch_draft(db, "add_dependants_step")
    assert "बहू का नाम कार्ड में कैसे जुड़ेगा" in draft.entry["examples"]["hi"]
    assert "bahu ka naam card me kaise jode" in draft.entry["examples"]["hi-Latn"]
    assert set(draft.base["examples"]["hi"]) < set(draft.entry["examples"]["hi"])
    assert desk.audit_log()[-1].action == "curation.assigned"
    assert desk.audit_log()[-1].subject == "answer:add_dependants_step"


def test_an_answer_that_is_not_there_changes_nothing(desk, messages):
    client = desk.sign_in("curator", language="en")
    client.submit(
        "/desk/curation/decide", item=str(messages[0]), action="assign", answer="no_such_answer"
    )
    assert "There is no such answer" in client.get("/desk/curation").text
    assert items(desk, messages[:1])[messages[0]].status == "new"


def test_out_of_scope_is_taught_and_can_be_taken_back(desk, messages):
    client = desk.sign_in("curator", language="en")
    client.submit("/desk/curation/decide", item=str(messages[3]), action="out_of_scope")
    assert items(desk, messages)[messages[3]].status == "out_of_scope"
    changes = client.get("/desk/curation/changes").text
    assert "data/nlu/curated_out_of_scope.yml" in changes
    assert "which bank opens on saturday" in changes
    client.submit("/desk/curation/decide", item=str(messages[3]), action="reopen")
    assert items(desk, messages)[messages[3]].decided_by is None
    assert "curated_out_of_scope" not in client.get("/desk/curation/changes").text


def test_nothing_chosen_and_an_odd_action_are_told(desk, messages):
    client = desk.sign_in("curator", language="hi")
    client.submit("/desk/curation/decide", action="dismiss")
    assert "कम से कम एक प्रश्न चुनिए" in client.get("/desk/curation").text
    odd = client.submit("/desk/curation/decide", item=str(messages[0]), action="explode")
    assert odd.status_code == 400


def test_answers_are_found_by_reading_and_by_title(desk):
    desk.services.understood["dependant"] = {
        "language": "en",
        "outcome": "answer",
        "candidates": [ANSWER, {**ANSWER, "id": "gratuity", "kind": "calculate"}],
    }
    client = desk.sign_in("curator", language="en")
    page = client.get("/desk/curation/find?q=dependant").text
    assert 'value="add_dependants_step"' in page
    assert 'value="gratuity"' not in page
    assert page.count('type="radio"') > 1
    assert "No answer was found" in client.get("/desk/curation/find?q=zzzqqq").text


def test_a_group_that_is_gone_is_not_found(desk):
    assert desk.sign_in("curator").get("/desk/curation/clusters/99999").status_code == 404


def test_new_messages_are_looked_for_on_demand(desk):
    before = desk.services.num_gathered
    assert desk.sign_in("curator").submit("/desk/curation/gather").status_code == 303
    assert desk.services.num_gathered == before + 1
