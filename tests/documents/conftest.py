"""Files of every kind, made on the fly."""

import dataclasses
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timezone
from pathlib import Path

import docx
import pytest

from bot.documents.loading import Description
from store import engine, migrate as migrations
from store.engine import dispose
from store.migrate import migrate
from store.settings import settings

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
# A run of text, or a cluster: the glyphs that are drawn, and what they say together.
Line = str | Sequence[str | tuple[str, str]]

LEAVE = (
    "अध्ययन अवकाश\n"
    "1. अध्ययन अवकाश उस सेवक को मिल सकता है जिसकी सेवा तीन वर्ष से अधिक हो।\n"
    "2. एक बार में बारह माह तक का अध्ययन अवकाश स्वीकृत किया जा सकता है।\n"
    "3. संगरोध अवकाश संक्रामक रोग होने पर इक्कीस दिन तक मिलता है। चिकित्सा प्रमाण पत्र आवश्यक है।\n"
)


def pdf_bytes(pages: Iterable[Iterable[Line]], *, letters: bool = True) -> bytes:
    """A PDF whose glyphs have two-byte codes, as those of browsers and word processors have.

    Args:
        pages: lines of each page.
        letters: whether the font says which letters its glyphs stand for.
    """
    codes: dict[str, int] = {}

    def shown(text: str) -> str:
        return "".join(f"{codes.setdefault(c, len(codes) + 3):04X}" for c in text)

    streams = []
    for page in pages:
        ops = ["BT /F1 10 Tf 40 760 Td 14 TL"]
        for line in page:
            for run in [line] if isinstance(line, str) else line:
                if isinstance(run, str):
                    ops.append(f"<{shown(run)}> Tj")
                else:
                    said = ("\ufeff" + run[1]).encode("utf-16-be").hex()
                    ops.append(f"/Span <</ActualText <{said}>>> BDC <{shown(run[0])}> Tj EMC")
            ops.append("T*")
        streams.append("\n".join([*ops, "ET"]))
    told = "\n".join(
        f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>"
        for letter, code in codes.items()
        # What stands for no letter: signs of the private use area.
        if not "\ue000" <= letter <= "\uf8ff"
    )
    count = told.count("\n") + 1 if told else 0
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{count} beginbfchar\n{told}\nendbfchar\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(streams)))
    to_unicode = "/ToUnicode 5 0 R" if letters else ""
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Count {len(streams)} /Kids [{kids}]>>",
        "<</Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Mangal /Encoding /Identity-H "
        f"/DescendantFonts [4 0 R] {to_unicode}>>",
        "<</Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Mangal /DW 500 "
        "/W [3 [250] 4 9 500] "
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>",
        f"<</Length {len(cmap)}>>\nstream\n{cmap}\nendstream",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources <</Font <</F1 3 0 R>>>> /Contents {7 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer <</Size {len(places) + 1} /Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode("ascii")


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    def make(*pages: Iterable[Line], name: str = "order.pdf", letters: bool = True) -> Path:
        path = tmp_path / name
        path.write_bytes(pdf_bytes(pages, letters=letters))
        return path

    return make


@pytest.fixture
def make_docx(tmp_path: Path) -> Callable[..., Path]:
    def make(*paragraphs: str, rows: Iterable[Sequence[str]] = (), name: str = "a.docx") -> Path:
        """Paragraphs that begin with # become headings; rows become a table at the end."""
        document = docx.Document()
        for text in paragraphs:
            if text.startswith("#"):
                document.add_heading(text.lstrip("# "), level=1)
            else:
                document.add_paragraph(text)
        rows = list(rows)
        if rows:
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        document.save(str(tmp_path / name))
        return tmp_path / name

    return make


@pytest.fixture
def make_text(tmp_path: Path) -> Callable[..., Path]:
    def make(text: str | bytes, name: str = "a.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def url(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An empty database, which is the one of the settings too."""
    shutil.copy(template, tmp_path / "store.db")
    url = f"sqlite:///{tmp_path / 'store.db'}"
    changed = dataclasses.replace(settings, database_url=url)
    for module in (engine, migrations):
        monkeypatch.setattr(module, "settings", changed)
    yield url
    dispose(url)


@pytest.fixture
def described() -> Description:
    return Description("Leave order", "2024-03-31")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return NOW.date()


@pytest.fixture
def leave() -> str:
    """Three numbered paragraphs under a heading, in Hindi."""
    return LEAVE
