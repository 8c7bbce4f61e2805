"""A client's methods, made from the protocol's builders: same arguments, same words, one line each."""

import inspect
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from yubo_nb.api.pictures import is_url
from yubo_nb.api.request import Request

P = ParamSpec("P")
R = TypeVar("R")


class Sends(Protocol):
    """What a blocking method needs of its client."""

    def send(self, request: Request) -> Any:
        """Carry it out."""
        ...

    def download(self, url: str) -> bytes:
        """Fetch a picture without the key."""
        ...


class SendsLater(Protocol):
    """What an awaitable method needs of its client."""

    async def send(self, request: Request) -> Any:
        """Carry it out."""

    async def download(self, url: str) -> bytes:
        """Fetch a picture without the key."""
        ...


def method(build: Callable[P, Request], result: type[R], *pictures: str) -> Callable[Concatenate[Any, P], R]:
    """A blocking method that builds the request and sends it.

    `pictures` names the arguments that hold pictures: addresses among them are downloaded first, without the
    key, since relays want the bytes.
    """

    def call(self: Sends, *args: P.args, **kwargs: P.kwargs) -> R:
        if not pictures:
            return self.send(build(*args, **kwargs))
        steps = _prepare(build, pictures, args, kwargs)
        data = None
        try:
            while True:
                data = self.download(steps.send(data))
        except StopIteration as end:
            request = end.value
        return self.send(request)

    return _dressed(call, build, result)


def later(
    build: Callable[P, Request], result: type[R], *pictures: str
) -> Callable[Concatenate[Any, P], Awaitable[R]]:
    """The same, to be awaited."""

    async def call(self: SendsLater, *args: P.args, **kwargs: P.kwargs) -> R:
        if not pictures:
            return await self.send(build(*args, **kwargs))
        steps = _prepare(build, pictures, args, kwargs)
        data = None
        try:
            while True:
                data = await self.download(steps.send(data))
        except StopIteration as end:
            request = end.value
        return await self.send(request)

    return _dressed(call, build, result)


def _prepare(
    build: Callable[..., Request], pictures: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Generator[str, bytes | None, Request]:
    """The addresses to download, one after another; returns the request with the bytes in their places."""
    bound = inspect.signature(build).bind(*args, **kwargs)
    for name in pictures:
        given = bound.arguments.get(name)
        if isinstance(given, list | tuple):
            found: list[Any] = []
            for one in cast("list[Any]", given):
                found.append((yield one) if is_url(one) else one)  # noqa: PERF401 - a comprehension cannot yield
            bound.arguments[name] = found
        elif is_url(given):
            bound.arguments[name] = yield cast("str", given)
    return build(*bound.args, **bound.kwargs)


def _dressed(call: Any, build: Callable[..., Request], result: object) -> Any:
    """With the builder's name, words and arguments, and the call's result: `client.imagine?` tells all."""
    signature = inspect.signature(build)
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [own, *signature.parameters.values()]
    call.__signature__ = signature.replace(parameters=parameters, return_annotation=result)
    call.__name__ = build.__name__
    call.__doc__ = build.__doc__
    return call
