"""What the user gives -> the addresses of feeds: addresses as they are, and files that list some."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.collect.guard import Guard
from sayso.collect.limits import LARGEST_DOCUMENT
from sayso.collect.listings import listed
from sayso.collect.paths import WEB
from sayso.errors import InputError


def addresses_in(given: Sequence[str], guard: Guard) -> tuple[str, ...]:
    """The addresses of `given`, each once, in order: addresses, OPML files, and texts with an address a line.

    What lies at an address (a feed, a sitemap, an OPML file, a list) shows when it is asked. Raises InputError for a file that lists none.
    """
    found: dict[str, None] = {}
    for one in given:
        if WEB.match(one):
            if not one.lower().startswith(("http://", "https://")):
                raise InputError(f"{one}: not an address of a feed: http and https only")
            found[one.strip()] = None
        else:
            found.update(dict.fromkeys(_in_file(one, guard)))
    return tuple(found)


def _in_file(path: str, guard: Guard) -> list[str]:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path that can be opened"
        raise InputError(f"cannot read {path}: {reason[0].lower()}{reason[1:]}") from None
    if len(data) > LARGEST_DOCUMENT:
        raise InputError(f"cannot read {path}: larger than {LARGEST_DOCUMENT // 1_000_000} MB, which no list of feeds is")
    try:
        found = listed(data, None, None, guard)
    except InputError as error:
        raise InputError(f"cannot read {path}: {error}") from None
    if found.kind != "feeds":
        raise InputError(f"{path}: a {'feed' if found.kind == 'items' else 'sitemap'} that lies here does not change: give its address on the web")
    return [one.url for one in found.entries if one.url]
