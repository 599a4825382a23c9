"""A project of a few lines: a catalogue and two sources, complete enough to be built, small enough to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.catalogue import Catalogue, load_catalogue
from etl.pipeline import BuildReport, build

CATALOGUE = {
    "themes.yaml": """
employment: {label: Emploi, slug: emploi, question: "Travaille-t-on autant ?", headline: unemployment_rate}
health: {label: Santé, slug: sante, question: "Se soigne-t-on ?", headline: null, headline_absent: "Rien n'est lu."}
""",
    "zones.yaml": """
qpv: {label: QPV, within: dans les QPV, definition: Les QPV., role: priority, perimeters: [QP2015, QP2024], includes_priority: true}
uue: {label: Autour, within: autour, definition: Le reste., role: surroundings, perimeters: [QP2015], includes_priority: false}
all: {label: Ensemble, within: partout, definition: Tout., role: whole, perimeters: [""], includes_priority: true}
""",
    "territories.yaml": """
FR: {label: France, kind: country, within: en France}
FRM: {label: France métropolitaine, kind: country, within: en métropole, parent: FR}
""",
    "units.yaml": """
percent: {label: pour cent, symbol: "%", difference: points, additive: false}
persons: {label: personnes, symbol: personnes, difference: personnes, additive: true}
""",
    "indicators/employment.yaml": """
unemployment_rate:
  theme: employment
  label: Taux de chômage
  phrase: le taux de chômage
  gender: m
  definition: Part des chômeurs parmi les actifs.
  universe: actifs de 15 à 64 ans
  unit: percent
  decimals: 1
  polarity: higher_is_worse
  comparators: [uue]
  aggregation: never
  measurement: survey
  default_age: Y15T64
jobseekers:
  theme: employment
  label: Demandeurs d'emploi
  phrase: le nombre de demandeurs d'emploi
  gender: m
  definition: Inscrits en catégorie A.
  universe: inscrits
  unit: persons
  decimals: 0
  polarity: neutral
  comparators: []
  aggregation: sum
  measurement: administrative
""",
    "sources/all.yaml": """
guide_2019: {kind: secondary, publisher: Avise, title: Guide, date: "2019-04", licence: inconnue, url: "https://example.org/g", fetched: lu, recognised: titre}
onpv_2015: {kind: primary, publisher: ONPV, title: Rapport 2015, date: "2016", licence: ouverte, url: "https://example.org/o", fetched: lu, recognised: titre}
""",
    "breaks/employment.yaml": "",
    "incompatibilities/employment.yaml": "",
    "contradictions/employment.yaml": "",
    "guide_claims.yaml": "",
    "official_exceptions.yaml": "",
    "tiles.yaml": "",
    "synonyms.yaml": "",
    "breakdowns.yaml": """
diploma: {label: Diplôme, levels: {cap: CAP ou BEP, bac2_or_more: Bac +2 et plus}}
""",
}

FIGURES_HEADER = (
    "indicator,territory,zone,perimeter,period,period_basis,sex,age,breakdown,"
    "value,qualifier,locator,note,page,scope,wording"
)
PUBLISHED_HEADER = (
    "fact,source,indicator,territory,zone,perimeter,period,period_basis,sex,age,breakdown,"
    "value,qualifier,locator,note,obs_status"
)
SOURCES = {
    "guide_2019/figures.csv": FIGURES_HEADER
    + """
unemployment_rate,FRM,qpv,QP2015,2014,stated,_T,Y15T64,_T,26.7,,encadré,,5,core,
jobseekers,FR,all,,2018,publication,_T,_T,_T,5000000,about,chiffres,,6,context,environ
""",
    "guide_2019/actors.csv": """id,name,kind,theme,section,place,territory,year,what,audience,url,page,note
adie,Adie,funder,Emploi,Financer,,FR,,Microcrédit,,https://example.org/adie,12,
""",
    "guide_2019/initiatives.csv": """id,name,organisation,theme,section,place,territory,year,what,goals,partners,url,page,detail,note
jardin,Jardin,,Emploi,Exemples,Lyon,FRM,2016,Un jardin,,,,30,full,
""",
    "guide_2019/practices.csv": """id,sheet,stage,topic,advice,page
un,1,know_the_founders,Écouter,"Aller voir, écouter",22
""",
    "published/employment.csv": PUBLISHED_HEADER
    + """
1,onpv_2015,unemployment_rate,FRM,uue,QP2015,2014,stated,_T,Y15T64,_T,9.9,,tableau 1,,A
2,onpv_2015,unemployment_rate,FRM,qpv,QP2015,2014,stated,F,Y15T64,diploma:bac2_or_more,,,tableau 2,,O
""",
    "published/left_out/employment.csv": """fact,source,indicator,reason
3,onpv_2015,Taux de chômage,Champ inconnu.
""",
}


@dataclass(frozen=True)
class Mini:
    """Where the small project is. ``write`` and ``replace`` spoil it."""

    root: Path

    @property
    def catalogue(self) -> Path:
        """Its catalogue."""
        return self.root / "data" / "catalogue"

    @property
    def sources(self) -> Path:
        """Its transcribed tables."""
        return self.root / "data" / "sources"

    @property
    def out(self) -> Path:
        """Where it is built."""
        return self.root / "data" / "indicators"

    @property
    def env(self) -> dict[str, str]:
        """The settings that make ``qpv`` read it."""
        return {
            "QPV_CATALOGUE_DIR": str(self.catalogue),
            "QPV_SOURCES_DIR": str(self.sources),
            "QPV_INDICATORS_DIR": str(self.out),
        }

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace ``old``, which must be there, in a file under ``data``."""
        file = self.root / "data" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8", newline="")

    def load(self) -> Catalogue:
        """Its catalogue, read."""
        return load_catalogue(self.catalogue)

    def build(self) -> BuildReport:
        """Build it."""
        return build(self.catalogue, self.sources, self.out)

    def bytes(self) -> dict[str, bytes]:
        """What the build left, by file name."""
        return {path.name: path.read_bytes() for path in sorted(self.out.iterdir())}


def write_mini(root: Path) -> Mini:
    """Write the small project under ``root``."""
    for folder, files in (("catalogue", CATALOGUE), ("sources", SOURCES)):
        for name, text in files.items():
            path = root / "data" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    return Mini(root)
