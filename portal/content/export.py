"""A revision as files again, the same bytes every time."""

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from portal.content.files import Files, read_folder
from portal.content.kinds import kind_of
from portal.domain.errors import Conflict, Invalid


def write_folder(
    files: Files, media: Mapping[str, bytes], folder: Path, *, known: Collection[str], force: bool = False
) -> None:
    """Make a folder hold exactly these files of a playbook; whatever else lies in it stays.

    `media` are bytes by hash. `known` are the hashes of content that is stored: a folder that holds one of them
    can be written over and nothing is lost. Raises Conflict for any other folder that is not empty, unless
    `force`, and Invalid where the revision or the disk does not allow it.
    """
    _require_whole(files, media)
    try:
        old = _require_room(folder, known, force=force)
        _replace(folder.resolve(), _bodies(files, media), old)
    except OSError as error:
        message = f"{error.filename or folder} cannot be written ({error.strerror}): export to another folder."
        raise Invalid(message) from error


def _bodies(files: Files, media: Mapping[str, bytes]) -> dict[str, bytes]:
    texts = {path: text.encode() for path, text in files.texts.items()}
    return texts | {path: media[digest] for path, digest in files.media.items()}


def _require_whole(files: Files, media: Mapping[str, bytes]) -> None:
    """Refuse what is no playbook's file (it could lie anywhere), and media without bytes."""
    for path in sorted((*files.texts, *files.media)):
        if kind_of(path) is None or ".." in PurePosixPath(path).parts:
            message = f"The revision holds {path}, for which this version has no place: export it with a newer portal."
            raise Invalid(message)
    for path, digest in sorted(files.media.items()):
        if digest not in media:
            message = f"The bytes of {path} are not stored any more: restore the table `media` from a backup."
            raise Invalid(message)


def _require_room(folder: Path, known: Collection[str], *, force: bool) -> set[str]:
    """The files of a playbook that lie in the folder now."""
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file: name a folder to export to."
        raise Conflict(message)
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    held = read_folder(folder)
    if not force and (held.problems or "vendor.yaml" not in held.files.texts):
        message = f"{folder} holds something else than a playbook: name an empty folder, or add --force."
        raise Conflict(message)
    if not force and held.files.hash not in known:
        message = f"{folder} holds changes that no revision has: publish them first, or add --force to lose them."
        raise Conflict(message)
    return {*held.files.texts, *held.files.media}


def _replace(folder: Path, bodies: Mapping[str, bytes], old: Collection[str]) -> None:
    """Write beside the folder first, so that a disk that is full spoils nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path, body in bodies.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_bytes(body)
        for path in sorted({*old} - bodies.keys()):
            _remove(folder, path)
        for path in sorted(bodies):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).replace(folder / path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _remove(folder: Path, path: str) -> None:
    """Delete a file, and the folders it leaves empty."""
    (folder / path).unlink()
    for parent in PurePosixPath(path).parents:
        if parent.name and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()
