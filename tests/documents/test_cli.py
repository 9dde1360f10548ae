"""`python -m bot documents`: what a person sees, and what is in the store afterwards."""

import pytest

from bot.documents.cli import main
from store.documents import fetch_documents, fetch_passages
from store.engine import session

DETAILS = ["--title", "Leave order", "--date", "2024-03-31"]


def stored(url):
    with session(url, read_only=True) as db:
        return [(one.document, fetch_passages(db, one.document.id)) for one in fetch_documents(db)]


def test_a_pdf_is_added_with_a_line_of_progress(url, make_pdf, leave, capsys):
    path = make_pdf(leave.splitlines())
    more = ["--title-hi", "अवकाश आदेश", "--order", "सा-4-1/2024"]
    assert main(["add", str(path), *DETAILS, *more]) == 0
    told = capsys.readouterr()
    assert "Loading order.pdf: document 1, 1 pages, 1 passages" in told.err
    ((document, passages),) = stored(url)
    assert (document.title_en, document.title_hi) == ("Leave order", "अवकाश आदेश")
    assert document.order == "सा-4-1/2024"
    assert document.dated.isoformat() == "2024-03-31"
    assert "संगरोध अवकाश" in passages[0].text
    assert passages[0].page == 1
    assert passages[0].tokens


def test_an_english_title_serves_hindi_replies_too(url, make_text, leave):
    assert main(["add", str(make_text(leave)), *DETAILS]) == 0
    assert stored(url)[0][0].title_hi == "Leave order"


def test_the_same_file_is_not_loaded_twice_even_under_another_name(url, make_text, leave, capsys):
    assert main(["add", str(make_text(leave)), *DETAILS]) == 0
    assert main(["add", str(make_text(leave, "b.txt")), *DETAILS]) == 2
    told = capsys.readouterr().err
    assert "document 1 “Leave order”" in told
    assert "पहले से" in told
    assert len(stored(url)) == 1


def test_documents_are_listed_and_removed(url, make_text, leave, capsys):
    assert main(["list"]) == 0
    assert "No documents" in capsys.readouterr().out
    main(["add", str(make_text(leave)), *DETAILS, "--order", "G-1"])
    assert main(["list"]) == 0
    listed = capsys.readouterr().out.splitlines()[-1]
    assert listed.split()[:3] == ["1", "2024-03-31", "1"]
    assert listed.endswith("Leave order (G-1)")
    assert main(["remove", "1"]) == 0
    assert stored(url) == []
    assert main(["remove", "1"]) == 2
    assert "दस्तावेज़ 1 नहीं है" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["31-03-2024", "2024-02-30", "2999-01-01", "1700-01-01", ""])
def test_a_wrong_date_is_explained(url, make_text, leave, capsys, given):
    arguments = ["add", str(make_text(leave)), "--title", "Leave", "--date", given]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert "YYYY-MM-DD" in told
    assert "तारीख़" in told
    assert stored(url) == []


@pytest.mark.parametrize("title", ["", "  ", "x" * 301])
def test_a_title_is_needed_and_not_endless(url, make_text, leave, capsys, title):
    assert main(["add", str(make_text(leave)), "--title", title, "--date", "2024-03-31"]) == 2
    assert "--title" in capsys.readouterr().err


def test_pages_left_out_are_told(url, make_pdf, leave, capsys):
    assert main(["add", str(make_pdf(leave.splitlines(), [])), *DETAILS]) == 0
    told = capsys.readouterr().out
    assert "p. 2" in told
    assert "छोड़े गए" in told


def test_a_refused_file_leaves_nothing_behind(url, make_text, capsys):
    assert main(["add", str(make_text(b"%PDF-1.4 nothing", "bad.pdf")), *DETAILS]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert stored(url) == []
