"""The pictures and sounds of a backup: each a member of its file, by the name it goes by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, select

from questions.media import NAME, named
from webapp.models import CourseFile
from webapp.stores import current_store

_FOLDER = "media/"
_LARGEST = 64 * 1024 * 1024  # bytes: several times what is ever taken in
_PIECE = 1024 * 1024


def write_files(archive: ZipFile, connection: Connection) -> int:
    """Add the files of all courses; returns how many. One that is missing is the doctor's to tell.

    Raises OSError.
    """
    names = connection.scalars(select(CourseFile.name).distinct().order_by(CourseFile.name)).all()
    store, count = current_store(), 0
    for name in names:
        with suppress(FileNotFoundError), store.open(name) as stream:
            member = ZipInfo(_FOLDER + name)
            member.compress_type = ZIP_STORED  # such files are packed already
            with archive.open(member, "w") as target:
                shutil.copyfileobj(stream, target)
            count += 1
    return count


def measure_files(archive: ZipFile) -> int:
    """Return how many files there are. Raises ValueError where one is not what its name says."""
    count = 0
    for member in _members(archive):
        name, seen = member.filename.removeprefix(_FOLDER), sha256()
        if not NAME.fullmatch(name) or member.file_size > _LARGEST:
            raise ValueError("there is a file that is none of ours")
        with archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                seen.update(piece)
        if not seen.hexdigest().startswith(PurePath(name).stem):
            raise ValueError("a file was changed")
        count += 1
    return count


def restore_files(archive: ZipFile) -> None:
    """Put the files into the store. Raises OSError."""
    store = current_store()
    for member in _members(archive):
        content = archive.read(member)
        file = named(content, PurePath(member.filename).suffix)
        store.keep(file.name, file.content)


def _members(archive: ZipFile) -> Iterator[ZipInfo]:
    return (each for each in archive.infolist() if each.filename.startswith(_FOLDER))
