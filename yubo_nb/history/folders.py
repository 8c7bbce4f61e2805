"""Folders and files that only their owner may look into."""

import os
import re
from contextlib import suppress
from pathlib import Path

# Without these two SQLite's write-ahead log, which is shared memory, is not safe (or not possible).
_NETWORK = re.compile(
    r"^(nfs\d*|cifs|smb\d*|smbfs|9p|afs|ceph|lustre|gpfs|fuse\.(sshfs|s3fs|gcsfuse|rclone|davfs2?))$"
)


def private_folder(folder: Path) -> Path:
    """Make `folder` and what is missing above it with mode 0700. Folders that exist keep their mode."""
    missing: list[Path] = []
    above = folder
    while not above.exists():
        missing.append(above)
        above = above.parent
    for part in reversed(missing):
        with suppress(FileExistsError):
            part.mkdir(mode=0o700)
    return folder


def private_file(path: Path) -> None:
    """Make an empty file with mode 0600, or take the rights of others away from the one that is there."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            with suppress(OSError):
                path.chmod(0o600)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut. Systems that cannot open a folder need no such call."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return  # some network file systems refuse; the rename itself was atomic
    finally:
        os.close(descriptor)


def on_network(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether `path` lies on a network file system, as far as this system tells."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    real = path.resolve()
    best = ("", "")
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        mount = fields[4].replace("\\040", " ")
        if real.is_relative_to(mount) and len(mount) >= len(best[0]):
            best = (mount, right.split()[0])
    return bool(_NETWORK.match(best[1]))
