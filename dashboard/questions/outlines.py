"""Which quarter of 2015 the figures of a quarter of 2024 may be read from: the same outline, or none."""

from __future__ import annotations

from dashboard import french
from dashboard.questions.registers import Row, passport
from dashboard.store import Store

_OTHERS = "Les contrats de ville et les postes en vigueur sont ceux du territoire où il se trouve, non les siens."
NOT_A_QUARTER = {
    "left": (
        "Ce quartier n’est pas sur la carte de 2024 : il ne bénéficie plus de la politique de la ville comme quartier "
        f"prioritaire. {_OTHERS}"
    ),
    "left_list": (
        "Ce quartier n’est pas dans la liste officielle de 2024 : il ne bénéficie pas de la politique de la ville "
        f"comme quartier prioritaire. {_OTHERS}"
    ),
}
"""By status of a quarter that is not on the priority map of 2024, what must be said beside its means."""


def figures_code(store: Store, code: str) -> str:
    """The code under which the figures of a quarter are read: that of the one quarter of 2015 whose outline it kept, by
    the official correspondence read both ways; its own otherwise."""
    earlier = [row["related"] for row in predecessors(store, code)] if _is_unchanged(store, code) else []
    if len(earlier) != 1 or not _is_unchanged(store, earlier[0]):
        return code
    return earlier[0] if [row.get("related") for row in passport(store, earlier[0])] == [code] else code


def _is_unchanged(store: Store, code: str) -> bool:
    record = store.territories.record(code)
    return record is not None and record.status == "unchanged"


def predecessors(store: Store, code: str) -> list[Row]:
    """The rows of the passport of a quarter of 2024 that name a quarter of 2015; none for any other territory."""
    return [row for row in passport(store, code) if row.get("relation") == "predecessor" and row.get("related")]


def where_figures_are(store: Store, code: str) -> str:
    """Why nothing is published on the outline of a quarter of 2024, and under which code to look; empty when ``code``
    is of no quarter of 2024."""
    record = store.territories.record(code)
    if record is None or record.kind != "neighbourhood" or record.perimeter != "QP2024":
        return ""
    kept = figures_code(store, code)
    if kept != code:
        return f"Ses chiffres sont ceux de {kept}, le quartier de 2015 dont il a gardé le contour."
    earlier = [row["related"] for row in predecessors(store, code)]
    if not earlier:
        return "Aucun quartier de 2015 ne lui correspond : il n’a encore aucun chiffre parmi ceux qui ont été lus."
    before = "du quartier de 2015 qu’il prolonge" if len(earlier) == 1 else "des quartiers de 2015 qu’il prolonge"
    return (
        f"Aucun chiffre n’a été lu sur son contour de 2024. Ceux {before}, sur un autre contour : "
        f"{french.listed(earlier)}."
    )


def in_common(row: Row) -> str:
    """« environ 78 % de la surface du quartier de 2024 en faisait partie, et il en reprend 97 % », for a row of
    ``predecessors``; says that it was not measured when an outline is missing. Outlines are simplified ones."""
    here, there = row.get("share_of_this", ""), row.get("share_of_related", "")
    if not here or not there:
        return "part de surface en commun non mesurée (contours absents)"
    shares = [f"{french.number(100 * float(share), 0)}{french.NBSP}%" for share in (here, there)]
    return f"environ {shares[0]} de la surface du quartier de 2024 en faisait partie, et il en reprend {shares[1]}"
