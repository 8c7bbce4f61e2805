"""A small MP4, box by box: whole, and nothing a decoder could play."""

import struct


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(width: int = 480, height: int = 320, *, more: bytes = b"") -> bytes:
    head = bytes(76) + struct.pack(">II", width << 16, height << 16)
    moov = box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"tkhd", head)))
    return box(b"ftyp", b"isom\0\0\2\0isommp42") + moov + box(b"mdat", b"\0" * 64, more)
