"""`yb.login()`: the key is typed once, hidden, and kept where no notebook can show it."""

import getpass
import warnings

from yubo_nb import keyplaces, keywatch
from yubo_nb.api.address import parse_address
from yubo_nb.api.errors import AuthError
from yubo_nb.api.key import Sealed, checked_key
from yubo_nb.config import Finder, address_missing
from yubo_nb.lang import say


def login(base_url: str | None = None, *, keyring: bool = True) -> None:
    """Ask for the key of a relay, without showing it, and keep it for `yb.connect()`.

    It goes into the system's keyring if that is there (the extra `keyring`) and wanted, else it is kept until
    this process ends. A key of the environment, of `.env` or of Colab's secrets goes before a typed one, so
    nothing is asked then. Prints one line: where the key is, and its last three characters. Raises
    InvalidRequest for what is no address or no key, AuthError where nobody can be asked. Sends nothing.
    """
    find = Finder()
    given = find("base_url", base_url, "YUBO_BASE_URL").open() or keyplaces.typed_address()
    if not given:
        raise address_missing("yb.login('https://…')")
    origin = parse_address(given, insecure=True).origin  # nothing is sent; `connect` is as strict as ever
    if key := find("api_key", None, "YUBO_API_KEY"):
        source = find.sources["api_key"]
        _say(
            f"Nothing to type: the key for {origin} comes from {source}{_end(key)}.",
            f"无需输入：{origin} 的 key 来自{source}{_end(key)}。",
        )
        keyplaces.keep_here(given, origin, None)
        keywatch.look(key)
        return
    key = checked_key(_asked(origin))
    if keyring and keyplaces.keep_in_keyring(origin, key):
        keyplaces.keep_here(given, origin, None)
        _say(
            f"The key for {origin} is kept in the system's keyring{_end(key)}.",
            f"{origin} 的 key 已存入系统钥匙串{_end(key)}。",
        )
    else:
        keyplaces.keep_here(given, origin, key)
        _say(
            f"The key for {origin} is kept until this kernel or program ends{_end(key)}.",
            f"{origin} 的 key 保留到本内核或程序结束{_end(key)}。",
        )
    keywatch.look(key)


def _asked(origin: str) -> Sealed[str]:
    prompt = say(f"Key for {origin} (hidden): ", f"{origin} 的 key（不显示）：")
    try:
        with warnings.catch_warnings():
            # raised instead of reading what everybody could see
            warnings.simplefilter("error", getpass.GetPassWarning)
            return Sealed(getpass.getpass(prompt))
    except (getpass.GetPassWarning, NotImplementedError, EOFError, OSError):
        # NotImplementedError: what a kernel says that runs without a person
        pass
    raise AuthError(
        say("Nobody is there to type the key.", "没有人可以输入 key。"),
        charged="no",
        endpoint="login",
        hint=say(
            "Set YUBO_API_KEY in the environment or in .env instead.",
            "请改为在环境变量或 .env 中设置 YUBO_API_KEY。",
        ),
    )


def _end(key: Sealed[str]) -> str:
    """Enough to tell two keys apart; nothing of one so short that it would help a guess."""
    end = key.map(lambda text: text[-3:] if len(text) >= 20 else "").open()
    return say(f" (ends …{end})", f"（结尾 …{end}）") if end else ""


def _say(en: str, zh: str) -> None:
    print(say(en, zh))  # noqa: T201 - the one line that `login` promises
