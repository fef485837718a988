"""Take contested news apart: who says what, how firmly, for or against which account.

The names below are the whole public face. Each loads its module when it is
first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import os
import sys

if sys.argv and (sys.argv[0] == "-m" or sys.argv[0].endswith(("/narratives", "\\narratives.exe"))):
    # The process is the command. Ctrl-C ends it with a line from here on, where otherwise a press
    # while the rest is imported gives a traceback; `cli` takes over once it can be heeded.
    def _stop(kind: type[BaseException], *told: Any) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, *told)
            return
        if sys.stderr is not None:
            print("Stopped.", file=sys.stderr, flush=True)
        os._exit(130)

    sys.excepthook = _stop

import warnings
from importlib import import_module

from narratives.version import __version__

# Type checkers read __init__.pyi in the place of this file. The import of typing takes longer than
# all else that is loaded before a command heeds Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HOMES = {
    "Agreement": "reference",
    "Assumptions": "scores",
    "BearingClassifier": "bearing",
    "Case": "schema",
    "CaseError": "schema",
    "ClassResults": "classroom",
    "Comparison": "stages",
    "CopyLink": "copies",
    "Document": "schema",
    "Evidence": "evidence",
    "Explanation": "bearing",
    "NarrativesError": "schema",
    "PersonAgreement": "deciding",
    "Pooled": "scores",
    "RaterAgreement": "scores",
    "SchemaError": "schema",
    "Store": "corpus",
    "Strength": "strength",
    "Support": "scores",
    "TextPair": "copies",
    "add_documents": "case",
    "agreement_between": "stages",
    "append_review": "review",
    "basis": "scores",
    "burton_diagnosticity": "scores",
    "burton_inconsistency": "scores",
    "burton_weights": "scores",
    "calibration_error": "bearing",
    "calibration_table": "figures",
    "card_agreement": "scores",
    "class_results": "classroom",
    "claims_through_time": "copies",
    "compare": "stages",
    "compare_cards": "scores",
    "compare_tables": "stages",
    "consensus": "scores",
    "contradiction": "scores",
    "count_namings": "copies",
    "count_voices": "scores",
    "create_case": "case",
    "diagnosticity": "scores",
    "disagreement": "scores",
    "drop_one": "scores",
    "estimative_word": "scores",
    "examples_from_review": "bearing",
    "explain_bearing": "bearing",
    "explain_bearings": "bearing",
    "export_case": "exchange",
    "export_notebooks": "export",
    "extract_statements": "attribution",
    "find_changes": "copies",
    "find_copies": "copies",
    "find_entries": "copies",
    "find_loaded_words": "strength",
    "find_segments": "documents",
    "firmness": "scores",
    "firmness_table": "figures",
    "flip_distance": "scores",
    "flip_one": "scores",
    "form_items": "evidence",
    "import_annotations": "exchange",
    "incoherence": "scores",
    "judge_basis": "evidence",
    "judge_strength": "strength",
    "least_sure": "bearing",
    "lineage_table": "figures",
    "link_texts": "copies",
    "list_ratings": "scores",
    "load_case": "case",
    "load_review": "review",
    "make_coherent": "scores",
    "matrix_of": "scores",
    "matrix_table": "figures",
    "mean_ratings": "scores",
    "measure_agreement": "reference",
    "name_sources": "sources",
    "open_store": "corpus",
    "open_synthesis_consistency": "scores",
    "open_synthesis_diagnosticity": "scores",
    "open_synthesis_inconsistency": "scores",
    "plot_calibration": "figures",
    "plot_copies": "figures",
    "plot_firmness": "figures",
    "plot_matrix": "figures",
    "plot_score_card": "figures",
    "plot_sensitivity": "figures",
    "plot_side_by_side": "figures",
    "plot_texts": "figures",
    "plot_timeline": "figures",
    "plot_voices": "figures",
    "plot_waterfall": "figures",
    "pool_judgments": "scores",
    "project_to_simplex": "scores",
    "propose_case": "proposing",
    "rank_narratives": "scores",
    "rate_bearings": "bearing",
    "rate_strength": "strength",
    "rater_agreement": "scores",
    "rater_differences": "scores",
    "rater_views": "scores",
    "read_corpus": "corpus",
    "read_document": "documents",
    "read_documents": "documents",
    "reading_differences": "telling",
    "reliability": "bearing",
    "resolve_sources": "sources",
    "review": "editor",
    "score_card": "scores",
    "sensitivity_table": "figures",
    "show": "figures",
    "side_by_side_table": "figures",
    "split_sentences": "documents",
    "suggest_accounts": "proposing",
    "support": "scores",
    "sure_bearings": "bearing",
    "try_small_world": "scores",
    "texts_table": "figures",
    "timeline_table": "figures",
    "voices": "scores",
    "voices_table": "figures",
    "walk_copies": "copies",
    "waterfall_table": "figures",
    "weigh_items": "scores",
    "weighted_inconsistency": "scores",
    "what_would_change": "scores",
    "write_classroom": "classroom",
    "write_grades": "classroom",
    "write_report": "report",
}

# Old names to new ones, for one release after a name has changed.
_RENAMED: dict[str, str] = {}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"narratives.{_HOMES[name]}"), name)
    if name in _RENAMED:
        new = _RENAMED[name]
        told = (
            f"narratives.{name} is now narratives.{new}; the old name goes with the next release."
        )
        warnings.warn(told, FutureWarning, stacklevel=2)
        return __getattr__(new)
    raise AttributeError(f"module 'narratives' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)


def _align_tables() -> None:
    """Have a notebook set the words of its tables to the left; elsewhere nothing happens.

    Where a way to show these tables was given already, that stays.
    """
    notebook = sys.modules.get("IPython")
    shell = getattr(notebook, "get_ipython", lambda: None)()
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame"):  # as versions 3 and 2 name it
        try:
            formatter.lookup_by_type(f"{module}.DataFrame")
        except KeyError:
            formatter.for_type_by_name(module, "DataFrame", _show_table)


def _show_table(table: Any) -> str | None:
    from narratives.telling.tables import align_table

    html = table._repr_html_()
    return None if html is None else align_table(html)


_align_tables()
