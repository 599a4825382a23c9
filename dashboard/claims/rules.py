"""By which rule a sentence may say what it says: the ids that claims bear, each with its rule in French."""

from __future__ import annotations

RULES = {
    "gap.times": "Un rapport se dit à partir d’une fois et demie, quand les deux valeurs se distinguent.",
    "gap.difference": "Une valeur est dite plus élevée ou plus faible quand les deux se distinguent ; l’écart est la "
    "différence des deux valeurs.",
    "gap.same": "À la précision publiée les deux valeurs sont égales : aucune n’est dite plus élevée.",
    "gap.close": "Sans intervalle, l’écart est trop petit pour conclure : aucune valeur n’est dite plus élevée.",
    "gap.undetermined": "L’intervalle de l’écart contient zéro : aucune valeur n’est dite plus élevée.",
    "gap.points": "Où le rapport est dit, la différence l’est aussi.",
    "gap.inverse": "Où la valeur des quartiers est la plus faible, le rapport se dit dans l’autre sens.",
    "gap.relative": "Une différence en euros se dit aussi en pourcentage de la valeur du point de comparaison.",
    "gap.interval": "L’intervalle à 95 % de l’écart, publié ou calculé sur les effectifs publiés.",
    "gap.fraction": "Une part se dit en fraction quand elle en est proche : « près de » jusqu’à deux points (et 6 %) "
    "en dessous, « plus de » jusqu’à quatre points (et 10 %) au-dessus.",
    "caution.rounding": "Un écart calculé sur des valeurs plus précises que celles qui sont écrites est annoncé.",
    "caution.secondary": "Un chiffre lu dans un compte rendu est annoncé comme tel.",
    "caution.guide": "Un chiffre du guide que la vérification n’a pas confirmé est annoncé comme tel.",
    "caution.contradiction": "Un chiffre qu’une autre publication contredit est annoncé comme tel.",
    "caution.exceptional": "Une période exceptionnelle est annoncée comme telle.",
    "caution.new_measure": "La première période d’une nouvelle mesure est annoncée comme telle.",
    "caution.fragile": "Un chiffre publié comme fragile est annoncé comme tel.",
    "caution.date": "Une date que la source n’écrit pas est annoncée comme telle.",
    "caution.contains": "Un point de comparaison qui comprend les quartiers est annoncé comme tel.",
    "caution.map": "Des quartiers d’une carte remplacée sont annoncés comme tels.",
    "trend.movement": "Un mouvement se dit entre deux dates d’une même mesure, en points et en rapport.",
    "trend.disagreement": "Quand la différence et le rapport ne disent pas la même chose, les deux sont dits.",
    "trend.unestablished": "D’un seul quartier, sans précision publiée, aucun mouvement n’est dit : ce que le hasard y "
    "déplace est grand.",
    "trend.none": "Sans deux dates comparables, aucun mouvement n’est dit.",
    "trend.levels": "Les valeurs des deux dates d’une même mesure, sans les relier à autre chose.",
    "trend.break": "Une rupture de la série est dite, et rien n’est comparé de part et d’autre.",
    "trend.exceptional": "Une période exceptionnelle n’est ni le départ ni l’arrivée d’un mouvement.",
    "trend.not_followed": "Des publications qui ne forment pas une série ne donnent pas d’évolution.",
    "trend.places": "Un lieu est suivi, pas des personnes : ceux qui y vivent changent.",
    "place.ranks": "Un rang se dit par l’intervalle que la précision des valeurs permet.",
    "place.fifths": "Sans ce que le hasard déplace, un cinquième des quartiers est dit, pas un rang.",
    "place.unranked": "Sans précision publiée, aucun rang n’est dit.",
    "place.chance": "Un écart se dit au-delà du hasard quand il sort des limites de l’entonnoir, à 95 %.",
    "place.spread": "Une répartition se dit par ses quartiles : chaque quartier compte pour un.",
    "residents.figures": "Chaque chiffre est dit avec sa date et sa carte.",
    "means.contracts": "Un contrat de ville se dit avec ce qui en est écrit dans la liste nationale.",
    "means.posts": "Des postes se comptent dans la liste de leur année, tous quartiers d’un contrat confondus.",
    "means.cities": "Une cité éducative est celle d’une commune, jamais d’un quartier.",
    "territory.opening": "Un territoire se dit par ses quartiers : combien, qui y vit, de quel niveau à quel autre.",
    "territory.none": "Qu’aucun quartier ne soit connu se dit des deux cartes lues.",
    "territory.whole": "Un chiffre de l’ensemble du territoire dit qu’il comprend les quartiers.",
    "refusal": "Deux chiffres qui ne se comparent pas sont dits chacun, avec la raison.",
}
"""Id of each rule, and the rule."""
