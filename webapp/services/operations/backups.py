"""Backups: every table in one file that SQLite and PostgreSQL both can be restored from.

The file is a zip: for each table a file of JSON Lines, the pictures and sounds of all courses, and
a manifest with the revision of the tables, the count of rows and the digest of each.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy import (
    JSON,
    Connection,
    Insert,
    Table,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from webapp import models, permissions
from webapp.db import writing
from webapp.services.errors import Refusal
from webapp.services.operations.backup_files import measure_files, restore_files, write_files
from webapp.services.operations.backup_rows import decoded, encode
from webapp.services.operations.snapshots import snapshot
from webapp.services.operations.tables import current_revision, wanted_revision
from webapp.services.teaching.word_index import index_everything
from webapp.services.texts import find_unkept

_FORMAT = 1
_MANIFEST = "manifest.json"
_BATCH = 500
_LARGEST_MANIFEST = 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
# Ids alone keep rows from being packed better than that; what is a little more hurts nobody.
_MOST_WRONG = 100
_PACKING, _UNSUSPICIOUS = 200, 256 * 1024 * 1024
_DAMAGE = (
    BadZipFile,
    LookupError,
    AttributeError,
    ValueError,
    TypeError,
    OverflowError,
    OSError,
    EOFError,
    RuntimeError,
    zlib.error,
)
_TABLES: tuple[Table, ...] = tuple(models.User.metadata.sorted_tables)


class Content(BaseModel):
    """What one table's file holds: how many rows, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds; ``format`` is this file's own layout, ``revision`` the tables'."""

    format: int
    revision: str
    made_at: datetime
    tables: dict[str, Content]
    files: int = 0

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(content.rows for content in self.tables.values())


def back_up(file: Path, at: datetime) -> Manifest:
    """Write everything, as it is at one moment, to ``file``; readable by its owner alone.

    A file that is there is replaced once the new one is whole.

    Raises:
        Refusal: the tables are not of the revision this program works with.
        OSError: the file cannot be written.
    """
    part = file.with_name(f".{file.name}-{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(permissions.create(part), "wb") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                manifest = _write(archive, at)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def verify(file: Path) -> Manifest:
    """Read a backup through and return its manifest.

    Raises:
        Refusal: it is not a backup, is damaged, or its tables are of another revision.
    """
    try:
        with ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            _check_layout(manifest)
            for table in _TABLES:
                content = manifest.tables[table.name]
                if _measure(archive, table, content.rows) != content:
                    raise Refusal(_("The backup is damaged: table %(name)s.", name=table.name))
            if measure_files(archive) != manifest.files:
                raise Refusal(_("The backup is damaged: pictures and sounds."))
    except _DAMAGE as error:
        raise Refusal(
            _("%(file)s is not a backup of Recite, or is damaged.", file=file.name)
        ) from error
    return manifest


def restore(file: Path, manifest: Manifest, *, replace: bool) -> list[str]:
    """Fill the database, which must be migrated, from a verified backup, all or nothing.

    Returns where there are characters, such as NUL, that only SQLite keeps.

    Raises:
        Refusal: the tables are of another revision, or there is something in the database
            already and it is not to be replaced, or the backup does not fit together, or
            has what PostgreSQL does not keep.
    """
    unkept: list[str] = []
    with writing() as session:
        connection = session.connection()
        if current_revision(connection) != manifest.revision:
            raise Refusal(
                _(
                    "The backup’s tables are of revision %(revision)s, these are not. "
                    "Restore it with the version of Recite that made it.",
                    revision=manifest.revision,
                )
            )
        _empty(connection, replace=replace)
        try:
            with ZipFile(file) as archive:
                restore_files(archive)
                for table in _TABLES:
                    _fill(connection, table, archive, unkept)
            index_everything(session)
        except (*_DAMAGE, SQLAlchemyError) as error:
            raise Refusal(
                _("The backup cannot be restored: %(why)s", why=_reason(error))
            ) from error
    return unkept


def _read_manifest(archive: ZipFile) -> Manifest:
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError("the manifest is too large")
    return Manifest.model_validate_json(archive.read(_MANIFEST))


def _check_layout(manifest: Manifest) -> None:
    if manifest.format != _FORMAT or manifest.tables.keys() != {table.name for table in _TABLES}:
        raise Refusal(_("The backup is of another version of Recite. Restore it with that one."))


def _reason(error: Exception) -> str:
    """Return why a backup cannot be restored; never a value of a row, which may be private."""
    if isinstance(error, IntegrityError | OperationalError):
        return str(error.orig).splitlines()[0]
    return str(_("its rows do not fit the tables."))


def _write(archive: ZipFile, at: datetime) -> Manifest:
    tables = {}
    with snapshot() as connection:
        revision = _known_revision(connection)
        for table in _TABLES:
            with archive.open(_member(table.name), "w", force_zip64=True) as stream:
                tables[table.name] = _dump(connection, table, stream)
        files = write_files(archive, connection)
    manifest = Manifest(format=_FORMAT, revision=revision, made_at=at, tables=tables, files=files)
    archive.writestr(_MANIFEST, manifest.model_dump_json(indent=2))
    return manifest


def _known_revision(connection: Connection) -> str:
    revision, wanted = current_revision(connection), wanted_revision()
    if revision is None or revision != wanted:
        raise Refusal(
            _(
                "The tables are of revision %(revision)s, not %(wanted)s. "
                "Make the backup with the version of Recite that is in use.",
                revision=revision or _("none"),
                wanted=wanted,
            )
        )
    return revision


def _dump(connection: Connection, table: Table, stream: IO[bytes]) -> Content:
    rows, seen = 0, hashlib.sha256()
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        line = json.dumps(row._asdict(), ensure_ascii=False, default=encode).encode() + b"\n"
        stream.write(line)
        seen.update(line)
        rows += 1
    return Content(rows=rows, sha256=seen.hexdigest())


def _measure(archive: ZipFile, table: Table, most: int) -> Content:
    """Read a table's file through, but no further than it can be what the manifest says."""
    rows, wrong, seen = 0, 0, hashlib.sha256()
    shortest = sum(len(f'"{column.name}":0,') for column in table.columns)
    packed = archive.getinfo(_member(table.name))
    if packed.file_size > _UNSUSPICIOUS + _PACKING * packed.compress_size:
        raise ValueError("no rows can be packed so well")
    with archive.open(packed) as stream:
        for line in _lines(stream):
            seen.update(line)
            rows += 1
            wrong += len(line) < shortest
            if rows > most or wrong > _MOST_WRONG:
                raise ValueError("there are lines that are no rows")
    return Content(rows=rows, sha256=seen.hexdigest())


def _empty(connection: Connection, *, replace: bool) -> None:
    for table in reversed(_TABLES):
        if replace:
            connection.execute(delete(table))
        elif connection.execute(select(table).limit(1)).first():
            raise Refusal(
                _("The database is not empty. To put the backup in its place, add --replace.")
            )


def _fill(connection: Connection, table: Table, archive: ZipFile, unkept: list[str]) -> None:
    statement = _insertion(table)
    with archive.open(_member(table.name)) as stream:
        rows = decoded(table, _lines(stream))
        while batch := list(islice(rows, _BATCH)):
            unkept += find_unkept(connection, table, batch)
            connection.execute(statement, batch)


def _insertion(table: Table) -> Insert:
    """Insert every column; nothing in a JSON column is NULL, as it is elsewhere."""
    return insert(table).values(
        {
            column.name: bindparam(
                column.name,
                type_=JSON(none_as_null=True) if isinstance(column.type, JSON) else column.type,
            )
            for column in table.columns
        }
    )


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE or line.isspace():
            raise ValueError("a line is too long or empty")
        yield line


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"
