"""Take contested news apart: who says what, how firmly, for or against which account.

The names below are the whole public face. Each loads its module when it is
first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module

from narratives.version import __version__

# What follows is read by type checkers and editors only; at run time a name is
# looked up in _HOMES. A test holds the two together. The import of typing takes longer than
# all else that is loaded before a command heeds Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from narratives.attribution import extract_statements as extract_statements
    from narratives.bearing import (
        BearingClassifier as BearingClassifier,
        Explanation as Explanation,
        calibration_error as calibration_error,
        examples_from_review as examples_from_review,
        explain_bearing as explain_bearing,
        explain_bearings as explain_bearings,
        least_sure as least_sure,
        rate_bearings as rate_bearings,
        reliability as reliability,
        sure_bearings as sure_bearings,
    )
    from narratives.case import (
        add_documents as add_documents,
        create_case as create_case,
        load_case as load_case,
    )
    from narratives.classroom import (
        ClassResults as ClassResults,
        class_results as class_results,
        write_classroom as write_classroom,
        write_grades as write_grades,
    )
    from narratives.copies import (
        CopyLink as CopyLink,
        TextPair as TextPair,
        claims_through_time as claims_through_time,
        count_namings as count_namings,
        find_changes as find_changes,
        find_copies as find_copies,
        find_entries as find_entries,
        link_texts as link_texts,
        walk_copies as walk_copies,
    )
    from narratives.corpus import (
        Store as Store,
        open_store as open_store,
        read_corpus as read_corpus,
    )
    from narratives.deciding import PersonAgreement as PersonAgreement
    from narratives.documents import (
        find_segments as find_segments,
        read_document as read_document,
        read_documents as read_documents,
        split_sentences as split_sentences,
    )
    from narratives.editor import review as review
    from narratives.evidence import (
        Evidence as Evidence,
        form_items as form_items,
        judge_basis as judge_basis,
    )
    from narratives.exchange import (
        export_case as export_case,
        import_annotations as import_annotations,
    )
    from narratives.export import export_notebooks as export_notebooks
    from narratives.figures import (
        calibration_table as calibration_table,
        firmness_table as firmness_table,
        lineage_table as lineage_table,
        matrix_table as matrix_table,
        plot_calibration as plot_calibration,
        plot_copies as plot_copies,
        plot_firmness as plot_firmness,
        plot_matrix as plot_matrix,
        plot_score_card as plot_score_card,
        plot_sensitivity as plot_sensitivity,
        plot_side_by_side as plot_side_by_side,
        plot_texts as plot_texts,
        plot_timeline as plot_timeline,
        plot_voices as plot_voices,
        plot_waterfall as plot_waterfall,
        sensitivity_table as sensitivity_table,
        show as show,
        side_by_side_table as side_by_side_table,
        texts_table as texts_table,
        timeline_table as timeline_table,
        voices_table as voices_table,
        waterfall_table as waterfall_table,
    )
    from narratives.proposing import (
        propose_case as propose_case,
        suggest_accounts as suggest_accounts,
    )
    from narratives.reference import (
        Agreement as Agreement,
        measure_agreement as measure_agreement,
    )
    from narratives.report import write_report as write_report
    from narratives.review import (
        append_review as append_review,
        load_review as load_review,
    )
    from narratives.schema import (
        Case as Case,
        CaseError as CaseError,
        Document as Document,
        NarrativesError as NarrativesError,
        SchemaError as SchemaError,
    )
    from narratives.scores import (
        Assumptions as Assumptions,
        Pooled as Pooled,
        RaterAgreement as RaterAgreement,
        Support as Support,
        basis as basis,
        burton_diagnosticity as burton_diagnosticity,
        burton_inconsistency as burton_inconsistency,
        burton_weights as burton_weights,
        card_agreement as card_agreement,
        compare_cards as compare_cards,
        consensus as consensus,
        contradiction as contradiction,
        count_voices as count_voices,
        diagnosticity as diagnosticity,
        disagreement as disagreement,
        drop_one as drop_one,
        estimative_word as estimative_word,
        firmness as firmness,
        flip_distance as flip_distance,
        flip_one as flip_one,
        incoherence as incoherence,
        list_ratings as list_ratings,
        make_coherent as make_coherent,
        matrix_of as matrix_of,
        mean_ratings as mean_ratings,
        open_synthesis_consistency as open_synthesis_consistency,
        open_synthesis_diagnosticity as open_synthesis_diagnosticity,
        open_synthesis_inconsistency as open_synthesis_inconsistency,
        pool_judgments as pool_judgments,
        project_to_simplex as project_to_simplex,
        rank_narratives as rank_narratives,
        rater_agreement as rater_agreement,
        rater_differences as rater_differences,
        rater_views as rater_views,
        score_card as score_card,
        support as support,
        try_small_world as try_small_world,
        voices as voices,
        weigh_items as weigh_items,
        weighted_inconsistency as weighted_inconsistency,
        what_would_change as what_would_change,
    )
    from narratives.sources import (
        name_sources as name_sources,
        resolve_sources as resolve_sources,
    )
    from narratives.stages import (
        Comparison as Comparison,
        agreement_between as agreement_between,
        compare as compare,
        compare_tables as compare_tables,
    )
    from narratives.strength import (
        Strength as Strength,
        find_loaded_words as find_loaded_words,
        judge_strength as judge_strength,
        rate_strength as rate_strength,
    )

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
