"""`python -m bot documents`: adds, lists and removes the department's own documents."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.documents.errors import DocumentRefused
from bot.documents.loading import Description, load_file
from bot.launcher.progress import Step
from store.documents import delete_document, fetch_documents
from store.engine import session
from store.errors import StoreError
from store.migrate import migrate

_INDIA = timezone(timedelta(hours=5, minutes=30))


def main(arguments: Sequence[str]) -> int:
    """Runs one command; 0 done, 1 database trouble, 2 wrong use or a file that was refused."""
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        migrate()
        return run(given)
    except DocumentRefused as refusal:
        return _fail(refusal.message, 2)
    except StoreError as error:
        return _fail(DocumentRefused("store", reason=error).message, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot documents", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="load a PDF, Word or text file for search")
    add.add_argument("file", type=Path, metavar="FILE", help=".pdf, .docx or .txt")
    add.add_argument("--title", required=True, help="what replies call it")
    add.add_argument("--title-hi", default="", help="its Hindi title, if --title is English")
    add.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="date of the document")
    add.add_argument("--order", default="", help="number of the order, if it has one")
    add.set_defaults(run=_add)
    commands.add_parser("list", help="show what is loaded").set_defaults(run=_list)
    remove = commands.add_parser("remove", help="take a document out of search")
    remove.add_argument("id", type=int, metavar="ID", help="its number in the list")
    remove.set_defaults(run=_remove)
    return parser


def _add(given: argparse.Namespace) -> int:
    now = datetime.now(timezone.utc)
    with Step(f"Loading {given.file.name}") as step:

        def progress(page: int, pages: int) -> None:
            step.note = f"page {page} of {pages}"

        loaded = load_file(
            given.file,
            Description(given.title, given.date, given.title_hi, given.order),
            now=now,
            today=now.astimezone(_INDIA).date(),
            progress=progress,
        )
        pages = f"{loaded.num_pages} pages, " if loaded.num_pages else ""
        step.note = f"document {loaded.document_id}, {pages}{loaded.num_passages} passages"
    for note in loaded.notes:
        sys.stdout.write(f"{note['en']}\n{note['hi']}\n")
    sys.stdout.write("A running assistant finds it within 30 seconds.\n")
    return 0


def _list(_: argparse.Namespace) -> int:
    with session(read_only=True) as db:
        loaded = fetch_documents(db)
    if not loaded:
        sys.stdout.write("No documents are loaded. See docs/how-to/load-documents.md.\n")
        return 0
    sys.stdout.write(f"{'ID':>4}  {'dated':<10}  {'passages':>8}  {'loaded':<10}  title\n")
    for document, num_passages in loaded:
        day = document.loaded_at.astimezone(_INDIA).date()
        order = f" ({document.order})" if document.order else ""
        sys.stdout.write(
            f"{document.id:>4}  {document.dated}  {num_passages:>8}  {day}  "
            f"{document.title_en}{order}\n"
        )
    return 0


def _remove(given: argparse.Namespace) -> int:
    with session() as db:
        if not delete_document(db, given.id):
            raise DocumentRefused("unknown_id", id=given.id)
    sys.stdout.write(f"Document {given.id} is removed.\n")
    return 0


def _fail(message: Mapping[str, str], status: int) -> int:
    sys.stderr.write(f"{message['en']}\n{message['hi']}\n")
    return status
