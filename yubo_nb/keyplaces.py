"""Where a key may be kept: in this process, in the system's keyring, among Colab's secrets."""

import sys

from yubo_nb.api.key import Sealed

SERVICE = "yubo_nb"  # of the keyring; entries are by origin, so that a key only goes where it was kept for
_SAFE = 1.0  # keyring's own mark: what protects the entries has at least this priority

_typed: dict[str, Sealed[str]] = {}
_address: list[str] = []


def keep_here(base_url: str, origin: str, key: Sealed[str] | None) -> None:
    """Until this process ends. Remembers the address too; `key` None when only that is wanted."""
    _address[:] = [base_url]
    if key is None:
        _typed.pop(origin, None)
    else:
        _typed[origin] = key


def typed(origin: str) -> Sealed[str]:
    """The key typed in this process for this origin; empty when there is none."""
    return _typed.get(origin) or Sealed("")


def typed_address() -> str:
    """The address of the latest `yb.login()` of this process, or ""."""
    return _address[0] if _address else ""


def forget() -> None:
    """What `keep_here` kept."""
    _typed.clear()
    _address.clear()


def in_keyring(origin: str) -> Sealed[str]:
    """The keyring's entry, empty when there is none, when the extra is missing or the keyring is locked."""
    try:
        import keyring  # pyright: ignore[reportMissingImports] - an extra
    except ImportError:
        return Sealed("")
    try:
        return Sealed(keyring.get_password(SERVICE, origin) or "")
    except Exception:  # noqa: BLE001 - its backends raise what they like: the same as no entry
        return Sealed("")


def keep_in_keyring(origin: str, key: Sealed[str]) -> bool:
    """Whether it is there now, protected by the system."""
    try:
        import keyring  # pyright: ignore[reportMissingImports] - an extra
    except ImportError:
        return False
    try:
        if keyring.get_keyring().priority < _SAFE:  # nothing, or a file that anybody can read
            return False
        keyring.set_password(SERVICE, origin, key.open())
        return keyring.get_password(SERVICE, origin) == key.open()
    except Exception:  # noqa: BLE001 - its backends raise what they like, with the key in their frames
        return False


def in_colab(name: str) -> Sealed[str]:
    """A secret of Colab's sidebar, empty anywhere else or when this notebook may not read it."""
    userdata = getattr(sys.modules.get("google.colab"), "userdata", None)
    if userdata is None:
        return Sealed("")
    try:
        return Sealed((userdata.get(name) or "").strip())
    except Exception:  # noqa: BLE001 - no such secret, no permission, nobody there to ask
        return Sealed("")
