import csv
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from store import importer
from store.applications import fetch_application, upsert_application
from store.engine import session
from store.import_file import FileRefused
from store.import_reasons import REASONS
from store.import_rows import REQUIRED
from store.models import Application, ApplicationEvent

GOOD = {
    "application_number": "UP2026-00000001",
    "kind": "employee",
    "name": "Asha Verma",
    "mobile": "6000000001",
    "designation": "Lecturer",
    "office": "Government Inter College",
    "approver_office": "DIOS",
    "district": "kanpur nagar",
    "submitted_on": "2026-10-02",
    "events": "submitted:2026-10-02;pending_with_approver:02-10-2026",
    "dependants": "son:Rohan:2014;wife:Savitri Verma:1990",
}


def lines_of(*rows, columns=REQUIRED):
    """CSV text of rows that differ from a good one."""
    out = [",".join(columns)]
    for row in rows:
        values = {**GOOD, **row}
        quoted = ['"' + values.get(name, "").replace('"', '""') + '"' for name in columns]
        out.append(",".join(quoted))
    return "\n".join(out) + "\n"


@pytest.fixture
def load(url, tmp_path, now, today):
    def _load(content):
        path = tmp_path / "export.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return importer.import_file(path, now=now, today=today, url=url, show_progress=False)

    return _load


def counts(report):
    return (
        report.inserted, report.updated, report.unchanged, report.rejected, report.repeated
    )  # fmt: skip


def rejects(report):
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def find(url, number="UP2026-00000001"):
    with session(url) as db:
        return fetch_application(db, number)


def test_an_application_is_loaded_whole(load, url):
    assert counts(load(lines_of({}))) == (1, 0, 0, 0, 0)
    found = find(url)
    assert (found.name, found.district, found.state) == (
        "Asha Verma", "Kanpur Nagar", "pending_with_approver"
    )  # fmt: skip
    assert [one.kind for one in found.events] == ["submitted", "pending_with_approver"]
    assert [one.name for one in found.dependants] == ["Rohan", "Savitri Verma"]


def test_the_same_file_again_changes_nothing(load, url):
    content = lines_of({}, {"application_number": "UP202600000002"})
    load(content)
    before = find(url).updated_at
    report = load(content)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert report.rejects is None
    assert find(url).updated_at == before


def test_a_changed_line_updates_its_application_only(load, url):
    load(lines_of({}, {"application_number": "UP2026-00000002"}))
    changed = {
        "events": GOOD["events"] + ";returned:2026-10-05:फोटो; साफ नहीं".replace("; ", "\\; ")
    }
    report = load(lines_of(changed, {"application_number": "UP2026-00000002"}))
    assert counts(report) == (0, 1, 1, 0, 0)
    assert find(url).events[-1].reason == "फोटो; साफ नहीं"


def test_columns_may_stand_in_any_order_and_case(load, url):
    columns = (*reversed(REQUIRED), "state")
    content = lines_of({"state": "pending_with_approver"}, columns=columns)
    head, _, rest = content.partition("\n")
    content = head.upper().replace("_", " ") + "\n" + rest
    assert counts(load(content)) == (1, 0, 0, 0, 0)


def test_a_byte_order_mark_and_windows_lines_and_quoted_newlines_do_no_harm(load, url):
    content = lines_of({"office": "Government\nInter\r\nCollege"}).replace("\n", "\r\n")
    assert counts(load(b"\xef\xbb\xbf" + content.encode())) == (1, 0, 0, 0, 0)
    assert find(url).office == "Government Inter College"


def test_empty_lines_are_passed_over(load):
    assert counts(load(lines_of({}) + "\n\n")) == (1, 0, 0, 0, 0)


def test_empty_lists_mean_no_family_and_only_the_submission(load, url):
    assert counts(load(lines_of({"events": "", "dependants": ""}))) == (1, 0, 0, 0, 0)
    assert ([one.kind for one in find(url).events], find(url).dependants) == (["submitted"], [])


def test_events_are_ordered_by_day(load, url):
    mixed = "approved:2026-10-09;submitted:2026-10-02;sms_sent:2026-10-09"
    load(lines_of({"events": mixed}))
    assert [one.kind for one in find(url).events] == ["submitted", "approved", "sms_sent"]


def test_numbers_in_a_reason_are_masked(load, url):
    reason = "returned:2026-10-05:Aadhaar 2345 6789 0123, mobile +91 60000 12345 wrong"
    load(lines_of({"events": "submitted:2026-10-02;" + reason}))
    assert find(url).events[-1].reason == "Aadhaar XXXXXX, mobile XXXXXX wrong"


REFUSED = {
    "number": {"application_number": "12345"},
    "kind": {"kind": "minister"},
    "mobile": {"mobile": "12345"},
    "empty": {"name": "  "},
    "long": {"name": "x" * 121},
    "identifier": {"name": "Asha 2345 6789 0123"},
    "date": {"submitted_on": "2 Oct"},
    "future": {"submitted_on": "2027-01-01", "events": ""},
    "early": {"events": "submitted:2026-10-01"},
    "first": {"events": "approved:2026-10-02"},
    "event": {"events": "submitted:2026-10-02;eaten:2026-10-03"},
    "detail": {"events": "submitted:2026-10-02;ekyc_failed:2026-10-03:rain"},
    "state": {"state": "cancelled"},
    "dependant": {"dependants": "son:Rohan"},
    "many": {"dependants": ";".join(["son:Rohan:2014"] * 31)},
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_line_that_cannot_be_stored_is_refused_with_its_reason(load, url, code):
    good = {"application_number": "UP2026-00000009"}
    report = load(lines_of(REFUSED[code], good, columns=(*REQUIRED, "state")))
    assert counts(report) == (1, 0, 0, 1, 0)
    (row,) = rejects(report)
    assert row["line"] == "2"
    template = REASONS[code][0].split("{")[0]
    assert row["reason_en"].startswith(template)
    assert any("\u0900" <= letter <= "\u097f" for letter in row["reason_hi"])
    assert find(url) is None
    assert find(url, "UP2026-00000009") is not None


@pytest.mark.parametrize("changes", [
    {"submitted_on": "2026-02-30", "events": ""},
    {"dependants": "son:Rohan:1800"}, {"dependants": "son::2014"}, {"dependants": "son:R:20a4"},
    {"dependants": "son:Rohan 2345-6789-0123:2014"}, {"office": "234567890123"},
    {"events": "submitted:2026-10-02;returned:2026-10-03:" + "x" * 501},
    {"events": "submitted:2026-10-02;approved:2027-10-03"}, {"events": "submitted"},
    {"events": "submitted:2026-10-02;approved:2026-10-03:why"},
])  # fmt: skip
def test_nearly_good_lines_are_refused_too(load, changes):
    assert counts(load(lines_of(changes))) == (0, 0, 0, 1, 0)


def test_broken_encoding_costs_its_own_line_only(load, url):
    content = lines_of({"name": "BAD"}, {"application_number": "UP2026-00000002"}).encode()
    report = load(content.replace(b"BAD", b"\xff\xfe\x41"))
    assert counts(report) == (1, 0, 0, 1, 0)
    assert rejects(report)[0]["reason_en"] == REASONS["encoding"][0]


def test_a_line_of_wrong_width_costs_its_own_line_only(load):
    report = load(lines_of({}) + "a,b\n" + lines_of({"application_number": "UP202600000002"}))
    assert counts(report) == (2, 0, 0, 2, 0)
    assert rejects(report)[0]["reason_en"] == "2 columns instead of 11"


def test_a_missing_quotation_mark_does_not_end_the_import(load):
    head, good = lines_of({}).splitlines()
    many = [good.replace("00000001", f"{place:08}") for place in range(2, 2000)]
    report = load("\n".join([head, good, '"UP2026-000', *many]))
    assert report.rejected >= 1
    assert report.inserted > 1500
    assert "quotation marks" in rejects(report)[0]["reason_en"]


def test_the_last_of_repeated_lines_counts_and_a_second_import_changes_nothing(load, url):
    content = lines_of({"name": "First"}, {"name": "Second"}, {"name": "Third"})
    report = load(content)
    assert counts(report) == (1, 0, 0, 0, 2)
    assert [row["line"] for row in rejects(report)] == ["2", "3"]
    assert "line 4" in rejects(report)[0]["reason_en"]
    assert find(url).name == "Third"
    assert counts(load(content)) == (0, 0, 1, 0, 2)


def test_the_rejects_file_holds_no_personal_value(load):
    report = load(lines_of({"kind": "minister"}))
    text = report.rejects.read_text(encoding="utf-8-sig")
    assert "UP2026-00000001" in text
    assert GOOD["mobile"] not in text
    assert GOOD["name"] not in text


def test_a_clean_import_takes_the_old_rejects_file_away(load):
    assert load(lines_of({"kind": "minister"})).rejects.exists()
    assert load(lines_of({})).rejects is None


@pytest.mark.parametrize(("content", "words"), [
    (b"", "empty"),
    (b"name,kind\n", "missing: application_number"),
    ((",".join(REQUIRED) + ",aadhaar\n").encode(), "unknown: aadhaar"),
    ((",".join(REQUIRED) + ",name\n").encode(), "twice: name"),
    (";".join(REQUIRED).encode(), "wrong columns"),
    (lines_of({}).encode("utf-16"), "UTF-16"),
    (b"PK\x03\x04rest of a spreadsheet", "spreadsheet"),
    (b"x" * 70_000, "first line"),
    (b'"never closed\n', "first line"),
])  # fmt: skip
def test_a_file_that_is_no_export_is_refused_clearly(load, content, words):
    with pytest.raises(FileRefused, match=words):
        load(content)


def test_batches_do_not_show(load, url, monkeypatch):
    monkeypatch.setattr(importer, "BATCH", 7)
    rows = [{"application_number": f"UP2026-{place:08}"} for place in range(50)]
    assert counts(load(lines_of(*rows))) == (50, 0, 0, 0, 0)
    with session(url) as db:
        assert db.execute(select(func.count()).select_from(Application)).scalar() == 50
        assert db.execute(select(func.count()).select_from(ApplicationEvent)).scalar() == 100


def test_an_application_that_was_changed_elsewhere_is_brought_back(load, url, now, make_record):
    load(lines_of({}))
    with session(url) as db:
        other = make_record(number="UP2026-00000001", name="Someone Else")
        upsert_application(db, other, now=now + timedelta(days=1))
    assert counts(load(lines_of({}))) == (0, 1, 0, 0, 0)
    assert find(url).name == "Asha Verma"
