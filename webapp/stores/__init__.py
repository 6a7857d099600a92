"""Where the bytes of pictures and sounds are: a folder, or storage that speaks S3."""

from __future__ import annotations

from flask import Flask, current_app

from webapp.config import Config
from webapp.stores.disk import Disk
from webapp.stores.store import FileStore

__all__ = ["FileStore", "current_store", "register"]
_NAME = "recite-files"
_FOLDER = "media"


def register(app: Flask, config: Config) -> None:
    """Give ``app`` the store that is configured."""
    app.extensions[_NAME] = _open(config)


def current_store() -> FileStore:
    """Return the store of the current application."""
    store: FileStore = current_app.extensions[_NAME]
    return store


def _open(config: Config) -> FileStore:
    if config.media is None:
        return Disk(config.data / _FOLDER)
    from webapp.stores.s3 import Bucket  # boto3 is not installed where nobody chose it

    return Bucket(config.media)
