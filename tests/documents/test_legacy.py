"""Hindi of old fonts and broken PDFs is found; readable text of any language is not."""

import pytest

from bot.documents.blocks import Block
from bot.documents.errors import DocumentRefused
from bot.documents.legacy import fault_of, judge
from bot.documents.reading import read

KRUTI_DEV = (
    "mRrj izns'k 'kklu ds fpfdRlk ,oa LokLF; foHkkx }kjk tkjh 'kklukns'k ds vuqlkj deZpkfj;ksa "
    "dks vodk'k Lohd`r fd;k tk ldrk gSA lsokfuo`Rr deZpkjh dh isa'ku dk Hkqxrku dks\"kkxkj ls "
    "fd;k tk,xkA"
)
CHANAKYA = (
    "©ÉÆ¨ÉÉ ®úÉVªÉ Eäò Eò¨ÉÇSÉÉÊ®úªÉÉå EòÉä +ÉÊVÉÇiÉ +´ÉEòÉ¶É ÊnùªÉÉ "
    "VÉÉiÉÉ ½èþ* ªÉ½þ ÊxÉªÉ¨É ºÉ¦ÉÒ {É®ú ±ÉÉMÉÚ ½èþ*"
)
READABLE = [
    "सरकारी सेवक को अर्जित अवकाश वर्ष में दो बार दिया जाता है। यह नियम सभी विभागों पर लागू है।",
    "The employee shall apply to the head of office in Form-3, with the doctor's certificate.",
    "Karmchari ko arjit avkash saal me do baar diya jata hai, DDO se manjoori leni padti hai.",
    "जी०पी०एफ० अग्रिम (GPF advance) हेतु प्रारूप-अ में DDO/TO को दें; www.example.in/gpf देखें.",
    "def f(x): return [y['a']['b'] for y in x.z()]  # camelCase fooBar iPhone eKYC HTTPServer",
    "Résumé of M. Æsop’s café – “naïve” façade, coöperation, Ångström and Zürich in English.",
    "1800 1900 2000 2400 2800 4200 4600 4800",
    "SECTS/444-Misc(S)/2023/128 dated 07-07-2023; GO No. Sa-4-1072/Das-99-216-79, Sa-3-1508",
]


@pytest.mark.parametrize("text", [KRUTI_DEV, CHANAKYA])
def test_hindi_of_an_old_font_is_found(text):
    assert fault_of(text) == "legacy_font"


@pytest.mark.parametrize(
    "text",
    [
        "सरकार\ue001 \ue002वभाग\ue003य का\ue004\ue005 से म\ue006\ue007\ue008लय के बाहर जाने",
        "\ufffd\ufffd\ufffd का \ufffd\ufffd है",
        "(cid:12)(cid:44)(cid:7) the (cid:3)(cid:9)",
        "सरकार को  वभागीय काय  से मुख्यालय जाने पर दै नक भ ा  मलेगा  ि वभाग ि नयम  े लिए ा दनांक",
        "िवभाग का िनयम यह है िक पेंशन िमलेगी और िदनांक से मािसक रािश दी जाएगी",
    ],
)
def test_text_with_holes_or_in_the_wrong_order_is_found(text):
    assert fault_of(text) == "broken_text"


@pytest.mark.parametrize("text", READABLE)
def test_readable_text_is_let_through(text):
    assert fault_of(text) is None


def test_a_document_of_an_old_font_is_refused_with_advice_in_both_languages(make_docx):
    path = make_docx(*[KRUTI_DEV] * 3)
    with pytest.raises(DocumentRefused) as caught:
        read(path, lambda page, pages: None)
    assert caught.value.code == "legacy_font"
    assert "Unicode" in caught.value.message["en"]
    assert "यूनिकोड" in caught.value.message["hi"]
    assert "mRrj" in caught.value.message["en"]


def test_a_pdf_that_does_not_say_what_its_glyphs_mean_is_refused(make_pdf):
    broken = "सरकार\ue001 \ue002वभाग\ue003य का\ue004\ue005 से म\ue006\ue007\ue008लय के बाहर जाने"
    with pytest.raises(DocumentRefused) as caught:
        read(make_pdf([broken] * 5), lambda page, pages: None)
    assert caught.value.code in {"broken_text", "legacy_font"}
    assert "p. 1" in caught.value.message["en"]
    assert "OCR" in caught.value.message["hi"]


def test_a_bad_page_among_many_good_ones_is_left_out():
    good = [Block(READABLE[0] * 4, page) for page in range(1, 20)]
    judgement = judge([*good, Block(KRUTI_DEV, 20)])
    assert judgement.good == good
    assert [fault.page for fault in judgement.faults] == [20]
    assert judgement.share < 0.1
