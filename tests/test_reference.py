"""The reference page says what the code says, and there is nothing public without words."""

import inspect

import pytest
import reference

PUBLIC = [
    (f"{package}.{name}", thing) for package, names in reference.public() for name, thing in names.items()
]


def test_the_page_is_current() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(), "docs/api.md is old: run `make docs`"


@pytest.mark.parametrize(("name", "thing"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_every_public_name_has_a_docstring(name: str, thing: object) -> None:
    if inspect.isclass(thing):
        assert vars(thing).get("__doc__"), name  # its own: one that is inherited tells of something else
    elif inspect.isfunction(thing):
        assert thing.__doc__, name
    elif name != "yubo_nb.prompt.Value":  # a union of types says all there is
        assert reference.remark(*name.rsplit(".", 1)), name


def test_no_page_differs_from_run_to_run() -> None:
    assert " at 0x" not in reference.page()
