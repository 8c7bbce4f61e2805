"""F6, its readers: the properties of odd answers and of a card's course, on as many examples as wanted.

    python tests/figures/f06_readers.py [--examples 200000] [--batch 4000] [--workers 2] [--seed 6]

The examples are shared out among the properties. A batch is a process of its own with a seed of its own: so
hypothesis's memory of what it has tried, which grows and slows it down, ends with it.
"""

import argparse
import importlib
import multiprocessing
import os
import resource
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [one for one in (str(ROOT), str(ROOT / "tools")) if one not in sys.path]

PROPERTIES = (
    ("tests.api.test_fuzz", "test_any_object_is_a_task_and_nothing_of_it_is_lost"),
    ("tests.api.test_fuzz", "test_any_bytes_are_a_task_or_a_value_error"),
    ("tests.api.test_fuzz", "test_ids_keep_every_digit"),
    ("tests.api.test_fuzz", "test_a_paid_answer_is_accepted_refused_or_in_doubt_and_nothing_else"),
    ("tests.api.test_fuzz", "test_questions_end_in_a_value_or_one_of_our_errors"),
    ("tests.api.test_fuzz", "test_a_paid_call_goes_out_again_only_when_certainly_not_accepted"),
    ("tests.api.test_fuzz", "test_merging_keeps_one_task_per_id_and_never_goes_back"),
    ("tests.api.test_fuzz", "test_any_custom_id_has_a_meaning"),
    ("tests.api.test_fuzz", "test_any_retry_after_is_a_bearable_wait"),
    ("tests.api.test_fuzz", "test_arguments_of_any_type_are_sent_or_refused"),
    ("tests.live.test_advance", "test_no_word_of_a_relay_takes_anything_back"),
)


@dataclass(frozen=True)
class Batch:
    module: str
    name: str
    examples: int
    seed: int


@dataclass(frozen=True)
class Ran:
    batch: Batch
    examples: int
    failure: str
    seconds: float
    resident: int


def run(batch: Batch) -> Ran:
    """In a process of its own, where the module is read for the first time."""
    os.environ["YUBO_EXAMPLES"] = str(batch.examples)
    import hypothesis

    everything = list(hypothesis.HealthCheck)
    hypothesis.settings.register_profile(
        "batch", max_examples=batch.examples, deadline=None, database=None, suppress_health_check=everything
    )
    hypothesis.settings.load_profile("batch")
    test = getattr(importlib.import_module(batch.module), batch.name)
    # What it was decorated with may say an eighth of the examples, or a database.
    test._hypothesis_internal_use_settings = hypothesis.settings()
    inner, tried = test.hypothesis.inner_test, Counter[str]()

    def counted(*given: object, **named: object) -> None:
        tried["examples"] += 1
        inner(*given, **named)

    test.hypothesis.inner_test = counted
    began, failure = time.monotonic(), ""
    try:
        hypothesis.seed(batch.seed)(test)()
    except Exception:  # noqa: BLE001 - whatever it is, it is what the property found
        failure = traceback.format_exc()
    return Ran(
        batch,
        tried["examples"],
        failure,
        time.monotonic() - began,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def batches(examples: int, size: int, seed: int) -> list[Batch]:
    each = -(-examples // len(PROPERTIES))
    sizes = [size] * (each // size) + [each % size] * bool(each % size)
    return [
        Batch(module, name, one, seed * 1_000_000 + number * 1000 + place)
        for number, one in enumerate(sizes)
        for place, (module, name) in enumerate(PROPERTIES)
    ]


def measure(examples: int, *, batch: int, workers: int, seed: int) -> list[Ran]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, maxtasksperchild=1) as pool:
        return list(pool.imap_unordered(run, batches(examples, batch, seed)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=200_000)
    parser.add_argument("--batch", type=int, default=4000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=6)
    given = parser.parse_args()
    began = time.monotonic()
    ran = measure(given.examples, batch=given.batch, workers=given.workers, seed=given.seed)
    seconds: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for one in ran:
        seconds[one.batch.name] += one.seconds
        tried[one.batch.name] += one.examples
    for name, number in tried.most_common():
        print(f"    {number:>8,} in {seconds[name]:>6.0f} s  {name}")
    failures = [one for one in ran if one.failure]
    short = {name for name, number in tried.items() if number < given.examples // len(PROPERTIES)}
    print(
        f"F6 readers and cards: {tried.total():,} examples of {len(tried)} properties in {len(ran)} batches, "
        f"{len(failures)} failures, a process took {max(one.resident for one in ran)} MiB at most "
        f"({time.monotonic() - began:.0f} s): {'MISSED' if failures or short else 'reached'}"
    )
    for one in failures[:3]:
        print(one.batch, one.failure)
    return 1 if failures or short else 0


if __name__ == "__main__":
    sys.exit(main())
