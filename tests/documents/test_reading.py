"""Files of each kind are read; what cannot be used is refused with what to do about it."""

import re

import pytest
from pypdf import PdfReader, PdfWriter

from bot.documents import reading, word_file
from bot.documents.errors import DocumentRefused
from bot.documents.reading import read


def texts(path):
    return [block.text for block in read(path, lambda page, pages: None).blocks]


def refusal(path):
    with pytest.raises(DocumentRefused) as caught:
        read(path, lambda page, pages: None)
    message = caught.value.message
    assert set(message) == {"en", "hi"}
    assert re.search("[\u0900-\u097f]{3}", message["hi"])
    assert "{" not in message["en"] + message["hi"]
    return caught.value.code


def test_a_pdf_is_read_page_by_page(make_pdf, leave):
    path = make_pdf(leave.splitlines(), ["दूसरा पन्ना: यात्रा भत्ता नियम 12 से देय है।"])
    told = []
    content = read(path, lambda page, pages: told.append((page, pages)))
    assert told == [(1, 2), (2, 2)]
    assert content.num_pages == 2
    assert {block.page for block in content.blocks} == {1, 2}
    assert "संगरोध अवकाश संक्रामक रोग होने पर इक्कीस दिन तक मिलता है।" in "\n".join(
        block.text for block in content.blocks
    )


def test_what_a_cluster_says_counts_and_not_its_glyphs(make_pdf):
    line = [
        "सरकारी सेवक को ",
        ("\ue001व", "वि"),
        ("भा", "भा"),
        "गीय ",
        ("\ue002", "कार्य"),
        " पर भत्ता",
    ]
    assert texts(make_pdf([line])) == ["सरकारी सेवक को विभागीय कार्य पर भत्ता"]


def test_headers_footers_and_page_numbers_are_left_out(make_pdf):
    subjects = ["वेतन", "पेंशन", "अवकाश", "यात्रा", "भविष्य निधि"]
    pages = [
        [
            "उत्तर प्रदेश शासन – वित्त विभाग",
            f"{subject} का नियम पूरे पन्ने पर लिखा हुआ है।",
            f"इसके अनुसार {subject} का आवेदन दिया जाएगा।",
            f"यदि {subject} में देर हो तो कारण बताना होगा।",
            f"पृष्ठ {place}",
        ]
        for place, subject in enumerate(subjects, 1)
    ]
    found = "\n".join(texts(make_pdf(*pages)))
    assert "वित्त विभाग" not in found
    assert "पृष्ठ" not in found
    for subject in subjects:
        assert f"{subject} का नियम" in found
        assert f"यदि {subject}" in found


def test_a_word_file_gives_headings_paragraphs_and_rows(make_docx):
    path = make_docx(
        "# Travel", "Daily allowance is paid.", rows=[("Level", "Rate"), ("5", "₹400")]
    )
    blocks = read(path, lambda page, pages: None).blocks
    assert [(block.text, block.is_heading) for block in blocks] == [
        ("Travel", True),
        ("Daily allowance is paid.", False),
        ("Level | Rate", False),
        ("5 | ₹400", False),
    ]


def test_a_text_file_may_be_marked_as_utf_16(make_text):
    assert texts(make_text("यात्रा भत्ता नियम।".encode("utf-16"))) == ["यात्रा भत्ता नियम।"]


def test_markdown_is_understood(make_text):
    path = make_text("## Leave\n\n- **Casual** leave is 14 days.\n\n---\n\n* Not carried over.\n")
    assert texts(path) == ["Leave", "Casual leave is 14 days.", "Not carried over."]


def test_aadhaar_numbers_are_masked_but_figures_stay(make_text):
    path = make_text(
        "राम का आधार 234567890124 है। मोहन का 2345 6789 0124। वेतन 5400 4600 4800 5400 5400।"
    )
    content = read(path, lambda page, pages: None)
    assert content.num_masked == 2
    assert "4600 4800 5400" in content.blocks[0].text
    assert "2345" not in content.blocks[0].text


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7\nthis is no PDF at all, only its first line\n", "unreadable"),
        ("a.pdf", b"PK\x03\x04 something else", "unreadable"),
        ("a.docx", b"not a zip", "unreadable"),
        ("a.docx", b"PK\x03\x04 broken", "unreadable"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", "encrypted"),
        ("a.txt", "वेतन".encode("utf-16-le") + b"\xff", "encoding"),
        ("a.txt", b"a\x00b\x00", "encoding"),
        ("a.txt", b"  \n\n ", "empty"),
        ("a.txt", b"---\n1. 2. 3.\n", "empty"),
        ("a.doc", b"old", "kind"),
        ("a", b"old", "kind"),
    ],
)
def test_what_cannot_be_read_is_refused(make_text, name, content, code):
    assert refusal(make_text(content, name)) == code


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.pdf") == "missing"


def test_a_locked_pdf_is_refused_and_one_that_opens_without_password_is_not(make_pdf, leave):
    path = make_pdf(leave.splitlines())
    for password, name in (("secret", "locked.pdf"), ("", "open.pdf")):
        writer = PdfWriter(clone_from=PdfReader(path))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
        writer.write(path.with_name(name))
    assert refusal(path.with_name("locked.pdf")) == "encrypted"
    assert texts(path.with_name("open.pdf")) == texts(path)


def test_a_scan_is_refused_and_a_single_picture_page_is_told(make_pdf, leave):
    assert refusal(make_pdf([], [])) == "scanned"
    content = read(make_pdf(leave.splitlines(), [], ["x"]), lambda page, pages: None)
    assert content.left_out == [2, 3]


def test_files_and_texts_that_are_too_large_are_refused(make_text, make_docx, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_MB", 0)
    assert refusal(make_text("वेतन नियम")) == "too_large"
    monkeypatch.undo()
    monkeypatch.setattr(reading, "LONGEST_MILLIONS", 0)
    assert refusal(make_text("वेतन नियम")) == "too_long"
    monkeypatch.undo()
    monkeypatch.setattr(word_file, "_LARGEST_UNPACKED", 1_000)
    assert refusal(make_docx("वेतन")) == "too_large"


def test_a_pdf_cut_anywhere_is_read_or_refused_never_a_crash(make_pdf, leave, tmp_path):
    whole = make_pdf(leave.splitlines()).read_bytes()
    refused = 0
    for length in range(20, len(whole), 300):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[:length])
        try:
            read(path, lambda page, pages: None)
        except DocumentRefused:
            refused += 1
    assert refused > 5
