"""Collect the messages of the source, keep their translations, compile them: ``make catalogues``.

The files say nothing but messages: no dates, no line numbers, so that they change only when a message does.
New messages come with an empty translation; write it, and run this again.
"""

import io
from operator import itemgetter
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "wogsim"
PO = PACKAGE / "language" / "locale" / "id" / "LC_MESSAGES" / "wogsim.po"
MO = PO.with_suffix(".mo")
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2)}
HEADER = "# wogsim in Bahasa Indonesia. `make catalogues` collects the messages and compiles wogsim.mo."


class DatelessCatalog(Catalog):
    """A catalogue whose header tells what programs need, neither when nor by whom. Indonesian has one plural form."""

    num_plurals = 1

    @property
    def mime_headers(self):
        return [
            ("Language", "id"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def extracted() -> Catalog:
    """Return all messages of the source, without translations."""
    catalog = DatelessCatalog(locale="id", header_comment=HEADER, fuzzy=False)
    found = extract_from_dir(PACKAGE, method_map=METHODS, keywords=KEYWORDS, strip_comment_tags=True)
    for file, _line, message, comments, context in sorted(found, key=itemgetter(0, 1)):
        catalog.add(
            message, locations=[(f"wogsim/{Path(file).as_posix()}", 0)], auto_comments=comments, context=context
        )
    return catalog


def written() -> Catalog:
    """Return the translations as they stand in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="id")


def merged() -> Catalog:
    """Return the messages of the source with the translations there are; those of no message are dropped."""
    catalog, old = extracted(), written() if PO.exists() else Catalog()
    for message in catalog:
        known = old.get(message.id) if message.id else None
        if known:
            message.string = known.string
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """Return `catalog` as the text of a PO file."""
    file = io.BytesIO()
    write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return `catalog` compiled."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> None:
    """Write both files anew and say what is still to be translated."""
    catalog = merged()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    MO.write_bytes(mo_bytes(catalog))
    missing = [message.id for message in catalog if message.id and not all(strings(message))]
    print(f"{len(catalog)} messages, {len(missing)} to be translated in {PO.relative_to(PACKAGE.parent)}")
    for message in missing:
        print(f"  {message!r}")


def strings(message) -> tuple[str, ...]:
    """Return all forms of a message's translation."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


if __name__ == "__main__":
    main()
