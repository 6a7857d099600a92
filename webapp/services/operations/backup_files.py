"""The pictures and sounds of a backup: each a member of its file, by the name it goes by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePath
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from questions.media import NAME, named
from webapp.models import CourseFile
from webapp.services.errors import Refusal
from webapp.stores import FileStore, current_store

_FOLDER = "media/"
_LARGEST = 64 * 1024 * 1024  # bytes: several times what is ever taken in
_PIECE = 1024 * 1024


def write_files(archive: ZipFile, connection: Connection) -> int:
    """Add the files of all courses; returns how many. One that is missing is the doctor's to tell.

    Raises:
        OSError: the backup cannot be written.
        Refusal: the store cannot be read.
    """
    names = connection.scalars(select(CourseFile.name).distinct().order_by(CourseFile.name)).all()
    store, count = current_store(), 0
    for name in names:
        with suppress(FileNotFoundError), _opened(store, name) as stream:
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
    """Put the files into the store. Raises Refusal where that takes none."""
    store = current_store()
    for member in _members(archive):
        content = archive.read(member)
        file = named(content, PurePath(member.filename).suffix)
        try:
            store.keep(file.name, file.content)
        except OSError as error:
            raise Refusal(_("Pictures and sounds cannot be stored: %(why)s", why=error)) from error


def _opened(store: FileStore, name: str) -> IO[bytes]:
    try:
        return store.open(name)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refusal(_("Pictures and sounds cannot be read: %(why)s", why=error)) from error


def _members(archive: ZipFile) -> Iterator[ZipInfo]:
    return (each for each in archive.infolist() if each.filename.startswith(_FOLDER))
