"""What is compared, as a DataFrame: the tasks of a grid with what varies between them."""

import pytest

import yubo_nb as yb


@pytest.fixture
def studio(tmp_path):
    with yb.connect(history=tmp_path / "history.sqlite3", speed=200) as studio:
        yield studio


def test_the_tasks_of_a_grid_with_their_factors_and_ratings(studio):
    foxes = [studio.imagine(f"a fox, {how}", seed=seed) for how in ("oil", "ink") for seed in (11, 2)]
    studio.imagine("something else")
    yb.wait(foxes)
    foxes[3].mark(rating=4)
    table = studio.grid(foxes[::-1]).df
    assert list(table["id"]) == [task.id for task in foxes[::-1]]
    assert list(table.columns[:2]) == ["words", "id"]
    assert table["words"].cat.ordered
    assert list(table["words"]) == ["ink", "ink", "oil", "oil"]
    assert table["seed"].dtype == "Int64"
    assert list(table["seed"]) == [2, 11, 2, 11]
    assert list(table["rating"].fillna(0)) == [4, 0, 0, 0]
    means = table.groupby("words", observed=True)["rating"].mean()
    assert means["ink"] == 4


def test_what_made_them_is_a_column_too(studio):
    task = studio.imagine("a fox").wait()
    ups = [task.upscale(n).wait() for n in (1, 2)]
    assert list(studio.grid(ups).df["button"]) == ["U1", "U2"]


def test_a_task_made_elsewhere_is_found_by_its_id(studio, tmp_path):
    made = studio.imagine("a fox --seed 1").wait().id
    mine = studio.imagine("a fox --seed 2").wait()
    other = tmp_path / "another.sqlite3"
    with yb.connect(
        base_url=studio._sandbox.base_url, api_key=studio._sandbox.api_key, insecure=True, history=other
    ) as second:
        seen = [second.task(made), second.task(mine.id)]
        table = second.grid([task.wait() for task in seen]).df
        assert list(table["id"]) == [made, mine.id]
        assert list(table["seed"]) == [1, 2]
