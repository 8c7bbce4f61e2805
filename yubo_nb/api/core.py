"""What both clients are before they send: a checked address and key, a way of writing, a shared pause."""

from collections.abc import Callable
from typing import Never

from yubo_nb.api.address import Address, parse_address
from yubo_nb.api.answers import Parcel
from yubo_nb.api.checks import refuse
from yubo_nb.api.conversation import Pace, Rest
from yubo_nb.api.errors import Closed, NotOffered, SubmitInDoubt, UnreadableAnswer
from yubo_nb.api.key import Sealed, checked_key
from yubo_nb.api.logs import keep_logs_clean
from yubo_nb.api.profile import Mode, Profile, profile_named
from yubo_nb.api.request import Request
from yubo_nb.api.transport import Route
from yubo_nb.api.wire import dumps
from yubo_nb.lang import say

OnWait = Callable[[float, str], None]
_MODES = ("fast", "relax", "turbo", None)


class Core:
    """The half of a client that does no input or output. Holds no key that anything could show."""

    def __init__(
        self,
        base_url: str,
        api_key: Sealed[str],
        *,
        mode: Mode | None,
        profile: str | Profile,
        on_wait: OnWait | None,
        insecure: bool,
    ) -> None:
        key = checked_key(api_key)
        keep_logs_clean()
        if mode not in _MODES:
            raise refuse(
                "connect", "mode", f"{mode!r} is none of {_MODES}.", f"{mode!r} 不在 {_MODES} 之中。"
            )
        self._address: Address = parse_address(base_url, insecure=insecure)
        self._profile = profile_named(profile)
        self._mode: Mode | None = mode
        self._prefix = self._address.root + (self._profile.prefix(mode) or self._address.mode_prefix)
        self._route = Route(self._address.origin, key.map(self._profile.headers), key)
        self._pace = Pace()
        self._on_wait = on_wait
        self._closed = False

    @property
    def origin(self) -> str:
        """Scheme, host and port, such as "https://relay.example"."""
        return self._address.origin

    @property
    def base_url(self) -> str:
        """The address as it is used, with the speed prefix."""
        return self._address.origin + self._prefix

    @property
    def advice(self) -> str:
        """What was changed about the pasted address, in a sentence; "" when nothing was."""
        return self._address.advice

    def __repr__(self) -> str:
        known = "_address" in vars(self)  # not yet, where a traceback shows one that could not be made
        return f"{type(self).__name__}({repr(self.origin) if known else ''})"

    def __reduce__(self) -> Never:
        raise TypeError(
            f"a {type(self).__name__} is never pickled: it holds a key; make it anew where it is needed"
        )

    def _parcel(self, request: Request) -> Parcel:
        """The request as bytes for this relay: prefix, speed and JSON, made once for all its tries."""
        if self._closed:
            raise Closed(say("The client was closed.", "客户端已关闭。"), endpoint=request.endpoint)
        prefix = self._prefix if request.path.startswith("/mj/") else self._address.root
        body = request.body
        if body is not None and request.paid:
            body = self._profile.with_mode(dict(body), self._mode)
        data = None if body is None else dumps(body)
        return Parcel(request.method, prefix + request.path, data, request.paid, request.patience)

    def _note(self, error: BaseException, request: Request) -> None:
        """An interrupt or a cancelled await says what it may have left behind."""
        if request.paid:
            error.add_note(
                say(
                    f"{request.endpoint} was on its way: it may have been accepted once, and charged.",
                    f"{request.endpoint} 已在发送途中：可能已被接受一次并扣费。",
                )
            )

    def _tell(self, rest: Rest) -> None:
        if self._on_wait is not None:
            self._on_wait(rest.seconds, rest.reason)

    def _name_address(self, error: UnreadableAnswer | SubmitInDoubt | NotOffered) -> None:
        """A web page instead of JSON is most often a wrong address: say which one was used."""
        used = say(f"Calls go to {self.base_url}/mj/…", f"请求发往 {self.base_url}/mj/…")
        if isinstance(error, UnreadableAnswer):
            error.hint = used + say(
                ": probably a wrong base URL; use the one the relay documents.",
                "：base URL 可能有误，请使用中转站文档中的地址。",
            )
        elif error.hint:  # it has one only where the address may be at fault
            error.hint = f"{error.hint} {used}"
