"""How a gap is measured, what is refused, what may not be said."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.tables import table
from dashboard.components.text import bullets
from dashboard.questions.reading import Reading
from dashboard.view import View

PATH = "/methode"
NAVIGATION = "Méthode"
MEASURES = [
    ["Écart", "valeur des QPV moins valeur du comparateur, en points pour un pourcentage", "Newcombe (1998)"],
    ["Rapport", "valeur des QPV divisée par celle du comparateur", "échelle logarithmique"],
    ["Standardisation directe", "taux des QPV à structure du comparateur, moins le sien", "Dobson (1991)"],
    ["Kitagawa", "partage exact d’un écart entre composition et taux", "méthode delta ou bootstrap"],
    ["Effet attribuable", "ce que l’ensemble gagnerait si les QPV avaient le taux du comparateur", "simulation"],
    ["Theil, Gini", "dispersion entre quartiers", "bootstrap sur les quartiers"],
    ["Quotient de localisation", "part des établissements rapportée à la part des habitants", "échelle logarithmique"],
    ["Convergence", "évolution de l’écart entre deux dates d’une même série", "somme des variances"],
]  # fmt: skip
REFUSALS = [
    "les deux valeurs ne portent pas sur la même période, la même population ou la même définition ;",
    "elles reposent sur deux découpages (QPV 2015, QPV 2024, ZUS) ;",
    "le comparateur demandé n’est pas celui qui est publié ;",
    "une valeur est couverte par le secret, absente ou sans objet ;",
    "il faudrait soustraire ou moyenner ce qui ne s’additionne pas (médianes, déciles, taux sans dénominateur) ;",
    "les effectifs sont trop faibles.",
]
NEVER = [
    "Les QPV ont été dessinés sur le revenu : une pauvreté élevée y est une conséquence du zonage, pas un résultat.",
    "Un changement dans un quartier n’est pas un changement pour ses habitants : on y emménage et on en part.",
    "« x % des immigrés vivent en ZUS » n’est pas « x % des habitants des ZUS sont immigrés ».",
    "Une différence de composition n’est pas une discrimination, une association n’est pas une cause.",
    "Sans effectif ni marge d’erreur publiés, aucun intervalle n’est inventé : « précision non publiée ».",
    "Une rupture de série ne se traverse pas : la courbe s’interrompt et dit pourquoi.",
]


def view(reading: Reading) -> View:
    """The method, and the catalogue's zones and breaks."""
    zones = [
        [zone.label, zone.definition, "—" if zone.role == "priority" else "oui" if zone.includes_priority else "non"]
        for zone in reading.catalogue.zones.values()
    ]
    breaks = [
        [entry.at, ", ".join(reading.catalogue.indicators[i].label for i in entry.indicators), entry.text]
        for entry in reading.catalogue.breaks
    ]
    lead: list[Component] = [
        html.H1("Méthode"),
        html.P(
            "Un écart n’est jamais nu : une différence, un rapport, un comparateur nommé, un intervalle quand il peut "
            "être connu. Quand la comparaison tromperait, Lisière donne une raison, pas un nombre.",
            className="subtitle",
        ),
        html.H2("Ce qui est mesuré"),
        table("Mesures", ["Mesure", "Définition", "Intervalle à 95 %"], MEASURES),
        html.H2("Ce qui est refusé"),
        html.P("Aucun écart n’est affiché quand :"),
        bullets(REFUSALS),
        html.H2("Ce qu’il ne faut pas dire"),
        bullets(NEVER),
        html.H2("Absences"),
        html.P(
            "Secret statistique, non publié, zéro, sans objet, publié mais fragile (année déduite, par exemple) : cinq "
            "situations que le tableau, l’image et le fichier distinguent toujours."
        ),
        html.H2("Zones de comparaison"),
        html.P("Elles ne sont pas interchangeables : chaque écart nomme la sienne."),
        table("Zones", ["Zone", "Définition", "Comprend des quartiers prioritaires"], zones),
        html.H2("Ruptures de série"),
        table("Ruptures", ["À partir de", "Indicateurs", "Pourquoi"], breaks),
        html.H2("Références"),
        bullets(
            [
                "Wilson (1927), J. Am. Stat. Assoc. : intervalle d’une proportion.",
                "Kitagawa (1955), J. Am. Stat. Assoc. : décomposition d’un écart de taux.",
                "Dobson et al. (1991), Stat. Med. : intervalle d’un taux standardisé.",
                "Newcombe (1998), Stat. Med. : intervalle d’une différence de proportions.",
                "OMS, Handbook on health inequality monitoring : mesures absolues et relatives.",
                "Insee, Guide du secret statistique ; SDMX, listes CL_OBS_STATUS et CL_CONF_STATUS.",
            ]
        ),
    ]
    return View(title="Méthode", lead=lead, results=lambda chosen: [])
