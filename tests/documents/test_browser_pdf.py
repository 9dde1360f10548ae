"""A PDF as a browser really prints it: Hindi comes back letter by letter."""

from bot.documents.reading import read

SENTENCES = [
    "सरकारी सेवक को विभागीय कार्य से मुख्यालय के बाहर जाने पर दैनिक भत्ता मिलेगा।",
    "शासनादेश दिनांक 15-01-2020 के अनुसार क्षेत्रीय निरीक्षण की अवधि में यह दोगुना होगा।",
    "द्वितीय नियम: विद्यार्थियों की छात्रवृत्ति हेतु प्रार्थना पत्र पर्याप्त है।",
    "The office of the first officer is efficient.",
]


def test_hindi_printed_by_a_browser_is_read_as_it_stands(browser, tmp_path):
    page = browser.new_page()
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page.set_content(f"<body style='font-family: Noto Sans Devanagari'>{paragraphs}</body>")
    page.pdf(path=str(tmp_path / "printed.pdf"))
    page.close()
    content = read(tmp_path / "printed.pdf", lambda page, pages: None)
    text = " ".join(block.text for block in content.blocks)
    for sentence in SENTENCES:
        assert sentence in text
    assert content.left_out == []
