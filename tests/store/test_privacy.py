"""Planted identifiers are in no byte of the database, nor in any log line."""

import logging
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from store import importer, otp, receipts, vault
from store.engine import dispose, engine, session
from store.import_rows import REQUIRED
from store.models import Base

C = "c" * 32
MOBILE, STRANGER, AADHAAR = "6000067891", "6000098765", "234567890124"
ROW = (
    f"UP2026-00000001,employee,Asha,{MOBILE},,,DIOS,Agra,2026-10-02,"
    f"submitted:2026-10-02;returned:2026-10-03:wrong {AADHAAR} and {MOBILE},"
)


def everything_in(url):
    """Every stored byte: the files of SQLite, every row of PostgreSQL as text."""
    if make_url(url).get_backend_name() == "sqlite":
        path = Path(make_url(url).database)
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob("store.db*")))
    with engine(url).connect() as connection:
        rows = [
            str(row)
            for table in Base.metadata.tables
            for row in connection.execute(text(f"SELECT t::text FROM {table} t"))
        ]
    return "\n".join(rows).encode()


def test_identifiers_are_nowhere_in_the_database_or_the_logs(url, tmp_path, now, today, caplog):
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "export.csv"
    path.write_text(",".join(REQUIRED) + "\n" + ROW + "\n")
    report = importer.import_file(path, now=now, today=today, url=url, show_progress=False)
    assert report.inserted == 1
    codes = []
    with session(url) as db:
        for kind, value in (("mobile", MOBILE), ("aadhaar", AADHAAR), ("otp", "918273")):
            vault.save_value(db, C, kind, value, now=now)
        receipts.claim(db, C, "m1", "digest", now=now)
        codes.append(otp.start_challenge(db, C, "UP2026-00000001", MOBILE, now=now).code)
        otp.start_challenge(db, "d" * 32, "UP2026-00000001", STRANGER, now=now)
        assert otp.verify(db, C, codes[0], now=now + timedelta(minutes=1))
    found = everything_in(url)
    assert b"UP2026-00000001" in found
    assert b"wrong XXXXXX and XXXXXX" in found
    for planted in (MOBILE, STRANGER, AADHAAR, AADHAAR[:8], "918273", *codes):
        assert planted.encode() not in found
        assert planted not in caplog.text
    dispose(url)
    assert MOBILE.encode() not in everything_in(url)
