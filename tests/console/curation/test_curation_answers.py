"""Answers are written in the browser with the lint of the files, and exported for git."""

import io
import subprocess
import zipfile
from html.parser import HTMLParser

import yaml

from store import curation, curation_drafts

SCRIPTS = {
    "examples_hi": "\n".join(
        f"बहू का नाम {w} जोड़ना है" for w in ["अब", "कल", "आज", "फिर", "जल्द", "यहाँ"]
    ),
    "examples_hi-Latn": "\n".join(
        f"bahu ka naam {w} jodna hai" for w in ["ab", "kal", "aaj", "fir", "jald", "yahan"]
    ),
    "examples_en": "\n".join(
        f"add a daughter-in-law {w}" for w in ["now", "later", "today", "again", "soon"]
    ),
}
GOOD = {
    "id": "curated_daughter_in_law",
    "topic": "sects",
    "title_hi": "बहू का नाम कैसे जुड़ेगा?",
    "title_en": "How is a daughter-in-law added?",
    "answer_hi": "बहू परिवार की सूची में नहीं है।",
    "answer_en": "A daughter-in-law is not on the list of the family.",
    "source_0_document": "sects_faq",
    "source_0_section_hi": "प्रश्न 1",
    "source_0_section_en": "Q 1",
    **SCRIPTS,
}


def draft_of(desk, answer_id):
    with desk.session(read_only=True) as db:
        return curation_drafts.fetch_draft(db, answer_id)


def test_a_new_answer_is_kept_and_its_messages_are_assigned(desk, messages):
    client = desk.sign_in("curator", language="en")
    page = client.get(f"/desk/curation/answers/new?item={messages[0]}&item={messages[2]}").text
    assert "dependent card me bahu ka naam kaise jude\n" in page or "kaise jude</textarea>" in page
    done = client.submit(f"/desk/curation/answers/new?item={messages[0]}", **GOOD)
    assert done.status_code == 303, done.text
    entry = draft_of(desk, GOOD["id"]).entry
    assert entry["answer"]["en"] == GOOD["answer_en"]
    assert len(entry["examples"]["hi-Latn"]) == 6
    with desk.session(read_only=True) as db:
        assert curation.fetch_items(db, messages[:1])[0].answer_id == GOOD["id"]
    assert desk.audit_log()[-1].action == "draft.saved"
    assert "New" in client.get("/desk/curation/answers").text


def test_what_the_lint_finds_is_said_in_both_languages(desk):
    wrong = {
        **GOOD,
        "answer_hi": "हाँ, ₹400 मिलेंगे।",
        "answer_en": "₹500 is paid.",
        "examples_en": "only one",
        "source_0_document": "",
    }
    said = {}
    for language in ("hi", "en"):
        done = desk.sign_in("curator", language=language).submit(
            "/desk/curation/answers/new", **wrong
        )
        assert done.status_code == 422
        said[language] = done.text
    assert "begins with yes or no" in said["en"]
    assert "figures differ" in said["en"]
    assert "1 examples in &#39;en&#39;" in said["en"]
    assert "has no source" in said["en"]
    assert "हाँ या नहीं से शुरू" in said["hi"]
    assert "आँकड़े अलग हैं" in said["hi"]
    assert "स्रोत नहीं दिया है" in said["hi"]
    assert "only one</textarea>" in said["en"]
    assert draft_of(desk, GOOD["id"]) is None


def test_an_example_of_another_answer_is_refused(desk, project):
    entry = yaml.safe_load((project / "data/faq/sects/above_five_lakh.yml").read_text("utf-8"))
    taken = entry["examples"]["hi-Latn"][0]
    client = desk.sign_in("curator", language="en")
    form = {**GOOD, "examples_hi-Latn": SCRIPTS["examples_hi-Latn"] + f"\n{taken}"}
    done = client.submit("/desk/curation/answers/new", **form)
    assert done.status_code == 422
    assert "is claimed by" in done.text


def test_ids_that_are_wrong_or_taken_and_empty_fields_are_told(desk):
    client = desk.sign_in("curator", language="en")
    wrong = client.submit("/desk/curation/answers/new", **{**GOOD, "id": "../../etc"})
    assert wrong.status_code == 422
    assert "small letters, digits or _" in wrong.text
    taken = client.submit("/desk/curation/answers/new", **{**GOOD, "id": "above_five_lakh"})
    assert "There is an answer of this id" in taken.text
    empty = client.submit("/desk/curation/answers/new", id="curated_empty")
    assert empty.status_code == 422
    assert empty.text.count("field-error") >= 5
    assert client.get("/desk/curation/answers/no_such_answer").status_code == 404


class FormReader(HTMLParser):
    """What a browser would send of a form."""

    def __init__(self):
        super().__init__()
        self.fields, self._area, self._select = {}, None, None

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "textarea":
            self._area = named["name"]
            self.fields[self._area] = ""
        elif tag == "select":
            self._select = named["name"]
            self.fields.setdefault(self._select, "")
        elif tag == "option" and "selected" in named:
            self.fields[self._select] = named.get("value", "")
        elif tag == "input" and named.get("name") not in (None, "csrf", "next", "q"):
            self.fields[named["name"]] = named.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, text):
        if self._area:
            self.fields[self._area] += text


def fields_of(page):
    reader = FormReader()
    reader.feed(page)
    return reader.fields


def test_a_change_touches_only_its_lines_and_the_patch_applies(desk, project, tmp_path):
    client = desk.sign_in("curator", language="en")
    address = "/desk/curation/answers/above_five_lakh"
    fields = fields_of(client.get(address).text)
    assert len(fields) > 15
    fields["examples_en"] += "\nthe bill crossed five lakh by a curated margin"
    assert client.submit(address, **fields).status_code == 303
    assert client.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    patch = client.get("/desk/curation/changes.patch")
    assert patch.headers["content-disposition"].endswith('.patch"')
    changed = [
        line
        for line in patch.text.splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    ours = [line for line in changed if "curated margin" in line or "checked_on" in line]
    assert len([line for line in ours if "curated margin" in line]) == 1
    assert not [line for line in changed if line.startswith("-") and "checked_on" not in line]
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in ("data/faq/sects/above_five_lakh.yml",):
        (copy / name).parent.mkdir(parents=True)
        (copy / name).write_bytes((project / name).read_bytes())
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    (tmp_path / "x.patch").write_bytes(patch.content)
    for arguments in (["--check"], []):
        subprocess.run(
            ["git", "apply", *arguments, str(tmp_path / "x.patch")], cwd=copy, check=True
        )
    packed = zipfile.ZipFile(io.BytesIO(client.get("/desk/curation/changes.zip").content))
    assert len(packed.namelist()) == 2
    for name in packed.namelist():
        assert packed.read(name) == (copy / name).read_bytes()
    assert [line.action for line in desk.audit_log()[-2:]] == ["curation.exported"] * 2


def test_what_git_has_by_now_is_marked_merged(desk, project):
    client = desk.sign_in("curator", language="en")
    assert client.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    packed = zipfile.ZipFile(io.BytesIO(client.get("/desk/curation/changes.zip").content))
    path = project / packed.namelist()[0]
    try:
        path.write_bytes(packed.read(packed.namelist()[0]))
        page = client.get("/desk/curation/changes").text
        assert "There are no changes" in page
        assert "stand in the project" in page
        assert draft_of(desk, GOOD["id"]) is None
    finally:
        path.unlink()


def test_two_curators_cannot_overwrite_one_another(desk):
    first, second = desk.sign_in("curator", language="en"), desk.sign_in("curator", language="en")
    assert first.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    address = f"/desk/curation/answers/{GOOD['id']}"
    mine, theirs = (fields_of(client.get(address).text) for client in (first, second))
    mine["title_en"] = "May a daughter-in-law be added?"
    assert first.submit(address, **mine).status_code == 303
    late = second.submit(address, **{**theirs, "title_en": "Something else?"})
    assert late.status_code == 422
    assert "Somebody else changed this answer" in late.text


def test_a_draft_can_be_discarded(desk):
    client = desk.sign_in("curator", language="en")
    assert client.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    key = draft_of(desk, GOOD["id"]).id
    assert client.submit(f"/desk/curation/changes/{key}/discard").status_code == 303
    assert draft_of(desk, GOOD["id"]) is None
    assert client.submit(f"/desk/curation/changes/{key}/discard").status_code == 404
