"""What calls cost, as dated data that a user can overrule. Looked at before anything is sent."""

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

Overrule = Mapping[str, float] | str | os.PathLike[str] | None
_SHIPPED = Path(__file__).with_name("prices.toml")
_MODES = ("fast", "relax", "turbo")


class Prices(Mapping[str, float]):
    """Price by kind of call ("imagine", "upscale", …), for one speed. A kind that is missing is not known."""

    def __init__(
        self,
        actions: Mapping[str, float],
        modes: Mapping[str, Mapping[str, float]] | None = None,
        *,
        date: str = "",
        source: str = "",
        unit: str = "",
        mode: str | None = None,
    ) -> None:
        self.date = date
        self.source = source
        self.unit = unit
        self.mode = mode
        self._modes = {name: dict(table) for name, table in (modes or {}).items()}
        self._base = dict(actions)
        self._actions = self._base | self._modes.get(mode or "", {})

    def __getitem__(self, action: str) -> float:
        return self._actions[action.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __len__(self) -> int:
        return len(self._actions)

    def __repr__(self) -> str:
        speed = f", {self.mode}" if self.mode else ""
        table = ", ".join(f"{name} {price:g}" for name, price in self._actions.items())
        return f"Prices({self.date}{speed}; {self.unit}; {self.source}: {table})"

    def at(self, mode: str | None) -> "Prices":
        """The same list for another speed."""
        return Prices(self._base, self._modes, date=self.date, source=self.source, unit=self.unit, mode=mode)

    def over(self, other: "Overrule") -> "Prices":
        """This list with a user's own prices, a mapping or a file like `prices.toml`, laid over it.

        Raises InvalidRequest for what is no price.
        """
        if other is None:
            return self
        if isinstance(other, Prices):
            return other.at(self.mode)
        if isinstance(other, Mapping):
            source = say("your own", "自定义")
            return self._with(_table("prices", other), {}, {"source": f"{source}; {self.source}"})
        told = _read(Path(other))
        modes = {name: _table(name, told[name]) for name in _MODES if name in told}
        return self._with(_table("actions", told.get("actions", {})), modes, told)

    def _with(
        self,
        actions: Mapping[str, float],
        modes: Mapping[str, Mapping[str, float]],
        about: Mapping[str, Any],
    ) -> "Prices":
        date, source, unit = (
            str(about.get(name, getattr(self, name))) for name in ("date", "source", "unit")
        )
        merged = {name: self._modes.get(name, {}) | dict(modes.get(name, {})) for name in _MODES}
        return Prices(self._base | dict(actions), merged, date=date, source=source, unit=unit, mode=self.mode)


def load_prices(overrule: Overrule = None) -> Prices:
    """The list that comes with the package, under the file of YUBO_PRICES, under `overrule`."""
    return shipped().over(os.environ.get("YUBO_PRICES", "").strip() or None).over(overrule)


@lru_cache(maxsize=1)
def shipped() -> Prices:
    """The list that comes with the package."""
    return Prices({}).over(_SHIPPED)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(f"{path}: {error}") from error


def _table(name: str, found: object) -> dict[str, float]:
    if not isinstance(found, Mapping):
        raise _refused(f"[{name}]")
    table: dict[str, float] = {}
    for action, price in cast("Mapping[object, object]", found).items():
        if isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price < math.inf:
            raise _refused(f"{action} = {price!r}")
        table[str(action).lower()] = float(price)
    return table


def _refused(what: str) -> InvalidRequest:
    return InvalidRequest(
        say(f"prices: {what} is no list of prices.", f"prices：{what} 不是价格表。"), field="prices"
    )
