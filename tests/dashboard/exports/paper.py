"""Documents that the tests of PDF, HTML and Markdown share: one with every kind of block, one with almost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dashboard.briefs.document import (
    Asked,
    Block,
    Citation,
    Document,
    Entries,
    Entry,
    Illustration,
    Paragraph,
    Reference,
    Section,
    Sentences,
    Statement,
    Table,
)
from dashboard.charts import Chart
from dashboard.claims.claim import Claim, Measure, Quantity
from tests.dashboard.small import observed
from tests.dashboard.test_charts_contract import ACROSS, BREAKS, IN_TIME, chart

NBSP, NARROW = "\u00a0", "\u202f"
ODD = 'École "Les 🌳" مدرسة `=cmd()` #let $x$ <b> \\ [lien](http://piege.example) </script> *_|'
"""Everything that a format may take for its own: quotes, a picture, two alphabets, markup of six languages."""
SITE = "https://exemple.fr/rapport?x=1&y=2"


def folded(text: str) -> str:
    """``text`` with spaces of all kinds folded into one."""
    return " ".join(text.split())


def statement(text: str, *citations: Citation, caution: str = "") -> Statement:
    """A sentence with its proof."""
    figure = observed(18.3)
    quantity = Quantity(Measure.LEVEL, f"18,3{NBSP}%", 18.3, "percent")
    return Statement(Claim(text, "gap", (figure,), (quantity,), ("Précision non publiée.",)), citations, caution)


FIRST = statement(
    f"En 2022, le taux de chômage est de 18,3{NBSP}% à Saint-Denis–Vaulx-en-Velin, contre 7,5{NBSP}% autour{NBSP}: "
    f"10,8{NBSP}points de plus, soit 2,4{NBSP}fois plus, c’est-à-dire un écart d’efficacité difficile à suivre.",
    Citation(f"18,3{NBSP}%", 1, "tableau 3, p. 12"),
    Citation(f"7,5{NBSP}%", 2, "p. 4"),
    caution="La précision de ces chiffres n’est pas publiée.",
)
SECOND = statement(
    f"En 2013, la surface moyenne est de 66{NBSP}m² pour 12{NARROW}345 logements (5{NBSP}m² de plus).",
    Citation(f"66{NBSP}m²", 3, "feuille «\u00a0IRIS\u00a0», ligne 93066"),
)
THIRD = statement(
    f"Près d’un habitant sur deux (48,2{NBSP}%) vit sous le seuil de pauvreté.", Citation("48,2", 1, "p. 2")
)
AROUND = replace(
    chart("dumbbell", ACROSS),
    name="ecarts",
    title="En 2022, le taux de chômage est 2,4 fois plus élevé dans les QPV qu’autour",
    caveats=("Précision non publiée.", "Les contours ont changé.", "Une troisième réserve."),
)
OVER_TIME = replace(chart("series", IN_TIME, BREAKS), name="temps", title="À 3 dates sur 4, le chômage est plus élevé")


def full(
    *,
    length: Literal["page", "full"] = "full",
    odd: str = "",
    themes: int = 1,
    charts: Sequence[Chart] = (AROUND, OVER_TIME),
) -> Document:
    """A document with every kind of block; ``odd`` words everywhere a word of ours may be; ``themes`` sections of
    charts."""
    told = statement(f"Le quartier compte 12{NARROW}345 habitants {odd}".strip() + ".", Citation(odd or "12", 1, odd))
    themed = [_theme(rank, [replace(c, title=f"{c.title} {odd}".strip()) for c in charts]) for rank in range(themes)]
    return Document(
        name="note-qp093001",
        kicker=f"Quartier prioritaire · Saint-Denis {odd}".strip(),
        title=f"Les Tilleuls – Vaulx-en-Velin {odd}".strip(),
        subtitle="L’écart avec ce qui l’entoure",
        sections=(
            Section(
                "essentiel",
                "L’essentiel",
                (
                    Sentences((FIRST, SECOND, told), listed=True),
                    Paragraph(f"À lire avec prudence. {odd}".strip(), "caution"),
                ),
            ),
            *themed,
            Section("qui-y-vit", "Qui y vit", (_table(odd),)),
            Section("qui-aide", f"Ce qui a été essayé {odd}".strip(), (_entries(odd),)),
            Section("methode", "Méthode", (Paragraph("Une différence."), Paragraph("En passant.", "aside"))),
        ),
        references=(
            Reference(1, "survey_2020", f"Observatoire, Rapport {odd} (2020)", SITE, ("tableau 3, p. 12", "p. 2")),
            Reference(2, "b", "Insee, Recensement (2020)", "https://exemple.fr/insee", ("p. 4",)),
            Reference(3, "c", "Publication sans adresse (2019)", ""),
        ),
        asked=Asked("QP093001", ("employment",), "", length),
        version="22b94d2c0adf",
        made="2026-11-24",
        permalink="/note?territoire=QP093001",
    )


def almost_empty(length: Literal["page", "full"] = "full") -> Document:
    """A title and one honest paragraph."""
    text = "Aucun chiffre n’est publié sur ce quartier."
    return Document(
        name="note",
        kicker="",
        title="Quartier sans chiffre",
        subtitle="",
        sections=(Section("essentiel", "L’essentiel", (Paragraph(text),)),),
        references=(),
        asked=Asked("QP093099", length=length),
        version="22b94d2c0adf",
        made="2026-11-24",
        permalink="",
    )


def _theme(rank: int, charts: Sequence[Chart]) -> Section:
    numbered = range(rank * len(charts) + 1, (rank + 1) * len(charts) + 1)
    drawn: list[Block] = [
        Illustration(drawn, number, (1, 2), (FIRST, THIRD)) for number, drawn in zip(numbered, charts, strict=True)
    ]
    return Section(f"emploi-{rank}", f"Emploi {rank}", (Sentences((FIRST, SECOND)), *drawn))


def _table(odd: str) -> Table:
    rows = (
        ("Moins de 25 ans", f"41,2{NBSP}%", "2018, date déduite"),
        ("Familles monoparentales", "secret statistique", "2018"),
        ("Population", f"12{NARROW}345", "2018"),
        (odd or "Minima sociaux", f"0{NBSP}%", "2020"),
    )
    return Table("Qui y vit", 1, ("Indicateur", "Valeur", "Période"), rows, (1, 3))


def _entries(odd: str) -> Entries:
    near = Entry(
        f"Les Jardins {odd}".strip(), "Saint-Denis · 2012", "Du maraîchage.", "https://exemple.fr/jardins", True
    )
    trap = Entry("Coopérative", "Lille", "", "javascript:alert(1)", False)
    return Entries("Initiatives du guide", (near, trap), 3)
