"""The public names as type checkers and editors read them; ``_HOMES`` is what a run reads.

A test holds the two together.
"""

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
from narratives.telling import reading_differences as reading_differences

__version__: str
