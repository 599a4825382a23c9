"""Posts that the State funds in the quarters: adultes-relais and Fonjep (Anct).

What is odd here: a post is written once for each contract that it serves, and most Fonjep posts are written twice,
without a reason that the file gives: posts are counted by their identifier, never by line, and an amount that changes
from one line of a post to the other is not kept. The two lists differ by one column, so the form of the identifiers is
checked. Some posts name no contract, some no département: they are left out of those counts, and the build says how
many. The département of a post may not be that of its contract.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.errors import SourceError
from etl.geography.codes import department_of, region_of
from etl.model import TOTAL, ObsStatus, computed
from etl.official import Layout
from etl.official.context import Context, named, observations_from
from etl.official.numbers import read_numbers
from etl.official.observing import Reading
from etl.sources.anct_contracts import CONTRACT_2015, CONTRACT_2024, contracts
from etl.words import counted

TITLE = "Postes d’adultes-relais et Fonjep financés par l’État (Anct)"

ADULTE_RELAIS = Layout(
    id="adulte_relais_posts",
    source="anct_funded_posts",
    title="Postes d’adultes-relais",
    grain="other",
    key="ID_POSTE",
    required=("ID_POSTE", "CODE_TIERS", "RAISON_SOCIALE", "ANNEE", "MONTANT", "CODE_CV", "INSEE_DEP", "INSEE_REG"),
)
FONJEP = Layout(
    id="fonjep_posts",
    source="anct_funded_posts",
    title="Postes Fonjep",
    grain="other",
    key="ID_POSTE",
    required=("ID_POSTE", "RAISON_SOCIALE", "MONTANT", "ANNEE", "CODE_CV", "INSEE_DEP", "INSEE_REG"),
)
LAYOUTS = (ADULTE_RELAIS, FONJEP)
DERIVED = ("state_funded_posts",)
DERIVED_BREAKDOWNS = ("funded_post:adulte_relais", "funded_post:fonjep")

KINDS = {
    ADULTE_RELAIS.id: ("adulte_relais", r"[0-9]{2}[0-9A-Z][0-9]{2}R[0-9]{6}"),
    FONJEP.id: ("fonjep", r"[A-Z]{1,2}[0-9]{4,5}"),
}
"""Kind of post, and how its identifiers are written: two lists that differ by one column."""


def derive(context: Context) -> pa.Table | None:
    """Number of funded posts by France, région, département, and by place of their contract; by kind and in all."""
    posts = _posts(context)
    if posts.empty:
        return None
    _tell(posts, context)
    places = contracts(context)[["code", "territory"]].drop_duplicates()
    by_contract = posts.merge(places, left_on="contract", right_on="code", how="inner")
    told = "Postes distincts rattachés à un contrat de ville de ce territoire."
    parts = [
        _counts(posts.assign(territory="FR"), "Postes distincts, tous territoires."),
        _counts(posts.assign(territory=posts["region"]), "Postes distincts de la région."),
        _counts(posts.assign(territory=posts["department"]), "Postes distincts du département."),
        _counts(by_contract, told + " Un poste qui sert plusieurs contrats est compté dans chacun."),
    ]
    return observations_from(_described(pd.concat(parts, ignore_index=True), context))


def tables(context: Context) -> dict[str, pa.Table]:
    """``posts``: a line a post and a contract (empty when the file names none). Amounts in euros a year."""
    posts = _posts(context).drop(columns=["read"], errors="ignore")
    return {} if posts.empty else {"posts": pa.Table.from_pandas(posts, preserve_index=False)}


def _posts(context: Context) -> pd.DataFrame:
    """A line a kind, a year, a post and a contract."""
    frames = [_posts_of(reading) for reading in context.of(*KINDS)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _posts_of(reading: Reading) -> pd.DataFrame:
    table, frame = reading.table, reading.table.frame
    kind, form = KINDS[reading.layout.id]
    amounts = read_numbers(frame["MONTANT"], {})
    contract = f"|{CONTRACT_2024.pattern}|{CONTRACT_2015.pattern}"
    forms = (
        ("ID_POSTE", form, f"identifiant inattendu pour « {reading.layout.title} »"),
        ("ANNEE", "20[0-9]{2}", "une année est attendue"),
        ("CODE_CV", contract, "code de contrat inconnu ; forme attendue : CN00101I ou CV001"),
    )
    wrong = table.problems("MONTANT", amounts.bad, "un nombre est attendu")
    for column, pattern, reason in forms:
        wrong += table.problems(column, ~frame[column].str.fullmatch(pattern), reason)
    if wrong:
        raise SourceError(wrong)
    lines = pd.DataFrame(
        {
            "contract": frame["CODE_CV"],
            "kind": kind,
            "post": frame["ID_POSTE"],
            "organisation": frame["RAISON_SOCIALE"],
            "amount_eur": amounts.values,
            "year": frame["ANNEE"],
            "department": [department_of(code) or "" for code in frame["INSEE_DEP"]],
            "region": [region_of(code) or "" for code in frame["INSEE_REG"]],
            "locator": [f"{table.name}, ligne {line}, colonne id_poste" for line in frame.index],
            "read": table.name,
        }
    )
    return _one_a_post(lines)


def _one_a_post(lines: pd.DataFrame) -> pd.DataFrame:
    """Repeated lines become one; an amount on which they differ is not kept."""
    key = ["kind", "year", "post", "contract"]
    groups = lines.groupby(key, sort=True)
    posts = groups.first()
    posts["lines"] = groups.size()
    differ = groups["amount_eur"].nunique() > 1
    posts["amount_eur"] = posts["amount_eur"].where(~differ)
    posts["note"] = np.where(differ, "Montants différents selon les lignes du fichier : aucun n’est repris.", "")
    columns = [
        "contract",
        "kind",
        "post",
        "organisation",
        "amount_eur",
        "year",
        "department",
        "region",
        "lines",
        "note",
    ]
    return posts.reset_index()[[*columns, "locator", "read"]]


def _counts(posts: pd.DataFrame, note: str) -> pd.DataFrame:
    """Distinct posts by territory and year, of each kind and together; the year has both kinds, or no total."""
    known = posts[posts["territory"] != ""].drop_duplicates(["territory", "year", "kind", "post"])
    by_kind = known.groupby(["territory", "year", "kind"], sort=True).size().rename("value").reset_index()
    parts = [by_kind.assign(breakdown="funded_post:" + by_kind["kind"])]
    complete = posts.groupby("year")["kind"].nunique()
    both = by_kind[by_kind["year"].isin(complete.index[complete == len(KINDS)])]
    if not both.empty:
        parts.append(both.groupby(["territory", "year"])["value"].sum().reset_index().assign(breakdown=TOTAL))
    return pd.concat(parts, ignore_index=True).assign(note=note)


def _described(counts: pd.DataFrame, context: Context) -> pd.DataFrame:
    files = {kind: named(context.of(layout)) for layout, (kind, _) in KINDS.items()}
    everything = named(context.of(*KINDS))
    read = [files.get(breakdown.rpartition(":")[2], everything) for breakdown in counts["breakdown"]]
    return counts.assign(
        indicator="state_funded_posts",
        zone="all",
        perimeter="",
        period=counts["year"],
        sex=TOTAL,
        age=TOTAL,
        unit=context.catalogue.indicators["state_funded_posts"].unit,
        value=counts["value"].astype(float),
        lower=np.nan,
        upper=np.nan,
        n=np.nan,
        obs_status=ObsStatus.NORMAL.value,
        conf_status="F",
        qualifier="",
        source=ADULTE_RELAIS.source,
        locator=[computed(f"{file}, id_poste, nombre de postes distincts") for file in read],
    )


def _tell(posts: pd.DataFrame, context: Context) -> None:
    """What the counts leave aside, for who runs the build."""
    for (file, kind), lines in posts.groupby(["read", "kind"], sort=True):
        ids = lines["post"].nunique()
        without = {
            "sans contrat de ville": lines.loc[lines["contract"] == "", "post"].nunique(),
            "sans département": lines.loc[lines["department"] == "", "post"].nunique(),
        }
        told = ", ".join(f"{count} {what}" for what, count in without.items() if count)
        written = int(lines["lines"].sum())
        aside = f" ; {told} : absents des comptes correspondants" if told else ""
        context.notes.append(
            f"{file} : {counted(ids, 'poste distinct')} ({kind}) sur {counted(written, 'ligne')}{aside}"
        )
