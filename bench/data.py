"""Where the corpora and the metrics lie, and how an archive is unpacked: into a cache, never into the project."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""The data pack: corpora, gold ledgers and the scripts that score them. It is no part of the project and may be absent."""
EXAMPLES = ROOT / "examples"
MOST_BYTES = 2 << 30
"""More than any archive of the pack unpacks to: a larger one is broken or hostile."""


def cache() -> Path:
    """The folder of unpacked archives, outside the project."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "sayso-bench"


def unpacked(archives: Iterable[str], *, into: Path | None = None) -> Path:
    """The folder in which `archives` ("train/polnear.tgz") lie unpacked, each in a folder of its own name; unpacks what is missing.

    Raises FileNotFoundError for an archive that the pack lacks, tarfile.TarError for one that is broken or unsafe.
    """
    folder = into or cache()
    folder.mkdir(parents=True, exist_ok=True)
    for archive in (SHARED / "data" / name for name in archives):
        known = folder / f"{archive.stem}.size"
        size = str(archive.stat().st_size)
        if not known.exists() or known.read_text() != size:
            _unpack(archive, folder)
            known.write_text(size)
    return folder


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack aside and rename, so that an interrupted run leaves no half of a set."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch, tarfile.open(archive) as tar:
        members = [member for member in tar.getmembers() if _safe(member)]
        if sum(member.size for member in members) > MOST_BYTES:
            raise tarfile.TarError(f"{archive.name} unpacks to more than {MOST_BYTES >> 20} MiB")
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _folder: member)  # Python 3.11.4 brought the filters
        tar.extractall(scratch, members=members)
        shutil.rmtree(folder / archive.stem, ignore_errors=True)
        shutil.move(Path(scratch) / archive.stem, folder / archive.stem)


def _safe(member: tarfile.TarInfo) -> bool:
    """Whether `member` is to be unpacked: plain files and folders are, links are not; raises for one that points elsewhere."""
    if Path(member.name).is_absolute() or ".." in Path(member.name).parts:
        raise tarfile.TarError(f"{member.name} points out of its archive")
    return member.isfile() or member.isdir()
