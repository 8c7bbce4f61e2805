"""The prompt language: text to parameters and back, no character lost, checked before it is paid for."""

from yubo_nb.prompt.ablation import Phrase, phrases
from yubo_nb.prompt.difference import Difference, diff
from yubo_nb.prompt.errors import Problem, PromptError
from yubo_nb.prompt.expansion import LIMIT, count, expand, preview, values
from yubo_nb.prompt.factors import Factor, factor, factors, shared
from yubo_nb.prompt.tables import PARAMETERS, Conflict, Rule, Tables, Value, load_tables, read_tables, table
from yubo_nb.prompt.text import Prompt, compose, parameters, parse
from yubo_nb.prompt.typed import COLUMNS, columns, normal_key

__all__ = [
    "COLUMNS",
    "LIMIT",
    "PARAMETERS",
    "Conflict",
    "Difference",
    "Factor",
    "Phrase",
    "Problem",
    "Prompt",
    "PromptError",
    "Rule",
    "Tables",
    "Value",
    "columns",
    "compose",
    "count",
    "diff",
    "expand",
    "factor",
    "factors",
    "load_tables",
    "normal_key",
    "parameters",
    "parse",
    "phrases",
    "preview",
    "read_tables",
    "shared",
    "table",
    "values",
]
