"""The small words of claims: how far, which way, since when, and what no figure may say. French, made even."""

from __future__ import annotations

import re

from dashboard.claims.checking.statement import Bound, Excess, Move, Obstacle
from dashboard.claims.checking.typing_in import NUMBER

MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
BOUNDS = {
    Bound.ABOUT: r"environ|autour de|a peu pres|aux alentours de|approximativement|de l'ordre de|quelque|≈|~",
    Bound.NEARLY: r"pres des|pres de|pres d'|pres du|presque|quasiment|quasi|frol\w+",
    Bound.MORE: r"plus des|plus du|plus de|plus d'|au moins|au dela des?|au dessus des?|depass\w+|superieure?s? a|>|≥|"
    r"bien plus de",
    Bound.LESS: r"moins des|moins du|moins de|moins d'|sous la barre des|sous les|sous|au dessous des?|au plus|"
    r"jusqu'a|inferieure?s? a|<|≤|en dessous de|"
    r"ne depass\w+ pas",
}
BOUND = "|".join(f"(?P<{bound.value}>{words})" for bound, words in reversed(BOUNDS.items()))
_NUM = rf"(?P<number>{NUMBER})"
_PRE = rf"(?:(?:{BOUND}) ?(?:des |les |la |le |l')?)?"

FRACTION = re.compile(
    rf"{_PRE}(?P<part>\b(?:une?|[0-9]+))(?P<between>(?: (?!moins|plus)[a-z_'~]+){{0,6}}?)"
    r" sur (?P<whole>[0-9]+)(?! fois)\b"
)
NAMED_FRACTION = re.compile(
    rf"{_PRE}(?P<name>(?<!de )(?<!double )moitie|\bun tiers|\b2 tiers|\bun quart|\bquart des|\btiers des|\b3 quarts|"
    r"\bun cinquieme|\bun dixieme)\b"
    r"(?! (?:moins|plus))"
)
FRACTIONS = {
    "moitie": 50.0, "un tiers": 100 / 3, "tiers des": 100 / 3, "2 tiers": 200 / 3, "un quart": 25.0, "quart des": 25.0,
    "3 quarts": 75.0, "un cinquieme": 20.0, "un dixieme": 10.0,
}  # fmt: skip
MAJORITY = re.compile(r"\b(?:la plupart|majorite|majoritairement|majoritaires?)\b")
MINORITY = re.compile(r"\b(?:minorite|minoritaires?)\b")
TIMES = re.compile(rf"{_PRE}{_NUM} ?fois\b(?! par\b)(?! sur\b)")
MULTIPLE = re.compile(
    rf"{_PRE}\b(?P<name>double|triple|quadruple|moitie (?:moins|plus)|"
    r"(?:inferieure?s?|(?:plus|moins) \w+)(?: d'environ| de pres)? de (?:la )?moitie)s?\b"
)
MULTIPLES = {"double": 2.0, "triple": 3.0, "quadruple": 4.0, "moitie moins": 2.0, "moitie plus": 1.5}
HALF = 2.0
"""« inférieur de moitié », in any wording: twice as low."""
POINTS = re.compile(rf"{_PRE}{_NUM} ?(?:points?|pts?)\b(?: de pourcentage| de pourcent)?")
PERCENT = re.compile(rf"{_PRE}{_NUM} ?(?:%|pour ?cents?\b)")
COUNT = re.compile(rf"{_PRE}{_NUM} ?(?P<size>millions?|milliards?|milliers)?")
SIZES = {"million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "milliers": 1e3}
MORE_AFTER = re.compile(
    r"^[^.;:,0-9]{0,30}?\b(?:de |en |d')(?:plus|moins)\b(?! (?:de|d')? ?[0-9])(?! que les)|"
    r"^ (?:plus|moins) (?!de\b|d'|que\b|qu')\w+|"
    r"^ ?(?:(?:€|euros?) )?(?:par (?:mois|an) )?(?:inferieur|superieur)e?s? (?:a|aux?)\b"
)
MORE_BEFORE = re.compile(
    r"\b(?:(?:plus|moins) \w+|superieure?s?|inferieure?s?|ecart|difference|(?:de|sur)passe\w*|surcroit) "
    r"(?:y |est |n'est |s'eleve |atteint |est egal |que de )*(?:de |d')?(?:pres |plus |moins |environ )?(?:de |d')?$"
)
"""A difference: « plus élevé de … », « un écart de … », « dépasse de … »."""
PER = re.compile(r"\b(?:pour|par|de|a|et|bac \+) ?$")

_AMOUNT = r"(?:(?:des?|d') ?(?:[0-9]|une?\b|la moitie|le|la|3 quarts)|du (?:double|triple|quadruple|quart|tiers)\b)"
HIGHER = re.compile(
    r"(?<!ou )(?<!et )(?<!au )(?<!ne )(?<!de )(?<!en )\bplus\b(?! ou moins)"
    rf"(?! {_AMOUNT})"
    r"(?! (?:faible|bas|rare|petit|reduit|modeste|mal|loin|jeune))|"
    r"\b(?:superieur|davantage|surrepresent|sur represent|depass|excede|l'emporte|surpasse)|\b(?:de|en) plus\b|"
    r"\b(?:double|triple|quadruple)s?\b|\bplus (?:eleve|fort|important|frequent|haut|grand|nombreu|souvent)"
)
LOWER = re.compile(
    r"(?<!au )(?<!ou )(?<!de )(?<!en )\bmoins\b"
    rf"(?! {_AMOUNT})"
    r"|\b(?:de|en) moins\b|\bplus (?:faible|bas|basse|rare|petit|reduit|modeste)|"
    r"\b(?:inferieur|sous represent)|\brarement"
)
NEAR = re.compile(
    r"ne se distingue(?:nt)? pas|niveau proche|\bproches?\b|comparables?\b|similaires?\b|a peine different|"
    r"n'est guere different|pas tres different|voisine? de cel"
)
EQUAL = re.compile(
    r"\b(?:au meme niveau|le meme|la meme|les memes (?!agglo|habitants|personnes)|identiques?|autant|egaux|egale?s?|"
    r"aussi (?:eleve|bas|faible|fort|nombreu|souvent|frequent)|pas de difference|aucune difference|"
    r"aucun ecart|pas d'ecart)"
)
SLIGHT = re.compile(r"\b(?:legerement|un peu|a peine|tres legerement) (?:plus|moins|superieur|inferieur)")
NEGATION = re.compile(r"\bn(?:e |')(?:\w+'?\s?){1,3}?(?:pas|guere|nullement|aucunement)\b")
COMPARED = re.compile(r"\bqu(?:e |')|\bpar rapport a|\bface a|\ba cote de|\bcelui d|\bcelle d|\bceux d|\bmoyenne\b")

MOVES = {
    Move.STABLE: r"\b(?:stables?|stagn\w+|inchange\w*|n'a (?:pas|guere) (?:bouge|change|evolue)|"
    r"ne (?:bouge|change) pas|se maintien\w+|reste le meme)",
    Move.UP: r"\b(?:augment\w+|en hausse|hausse|progress\w+|grimp\w+|croit\b|croissant\w*|explos\w+|s'aggrav\w+|"
    r"bond\w+|"
    r"monte|s'envol\w+|de plus en plus|s'accroi\w+|remont\w+|(?:ete|est) multiplie\w* par)",
    Move.DOWN: r"\b(?:baiss\w+|recul\w*|diminu\w+|chut\w+|decroi\w+|s'amelior\w+|en repli|de moins en moins|"
    r"se redui\w+|divise\w* par|s'effondr\w+|flechi\w+)",
}
PASSES = re.compile(rf"\bpass\w+ (?:\w+ )?(?:{BOUND})? ?de {NUMBER}|\best(?:-| )il passe|\bpass(?:e|ait|ee?s?) d[e']")
GAP = re.compile(r"\b(?:ecarts?|fosse|inegalites?|fracture|difference)\b")
WIDENS = re.compile(
    r"\bse creus\w+|\bs'elargi\w+|\bs'est (?:creuse|elargi|accru)\w*|\bs'accroi\w+|\bs'aggrav\w+|\baugment\w+|"
    r"\bdecroch\w+|\bgrandi\w+|\bse sont creuse\w*"
)
NARROWS = re.compile(
    r"\bse resser\w+|\bse redui\w+|\bse combl\w+|\brattrap\w+|\bconverg\w+|\bs'est (?:resserre|reduit)\w*|\bdiminu\w+|"
    r"\brecul\w+|\bbaiss\w+|\bse sont (?:resserre|reduit)\w*"
)
SINCE = re.compile(r"\b(?:depuis|a partir de)\b")
TODAY = re.compile(r"\b(?:aujourd'hui|actuellement|desormais|de nos jours|a ce jour|en ce moment|maintenant)\b")

EXCESSES = {
    Excess.CAUSE: r"\b(?:a cause d|en raison d|parce qu|du fait d|expliqu\w+|s'expliqu\w+|responsables?\b|provoqu\w+|"
    r"entrain\w+|due?s? (?:a|au|aux)\b|consequence|grace a|resulte\w* d|par la faute|faute de|puisqu|engendr\w+|"
    r"car (?:les?|la|ils?|elles?|on|l'|y)\b|fait (?:monter|baisser|grimper|augmenter)|imputables?|lie[es]? (?:a|au)\b|"
    r"produit (?:le|la|du)\b|a fait (?:reculer|baisser|augmenter|monter)|sous l'effet|cause (?:le|la|du|de)\b|"
    r"permet (?:de|d')|vien(?:t|nent) de ce qu|est la raison|ont pour origine|a pour origine|a permis)",
    Excess.DISCRIMINATION: r"\b(?:discrimin\w+|racis\w+|segregation\w*|ghetto\w*|xenophob\w+)",
    Excess.PEOPLE: r"(?:s'appauvri\w+|s'enrichi\w+|\bappauvri\w+|\benrichi\w+|\bles memes (?:habitants|personnes)|"
    r"\b(?:ont|a) (?:\w+ )?(?:retrouve|trouve|perdu)\b|\bsont sorti\w+ d|\bsont devenu\w+|\bdevien\w+|"
    r"\bsont tombe\w+|\bleur situation\b|\bbascul\w+|\bs'en sort\w*|\bqui y vivaient\b)",
    Excess.ALL: r"\b(?:tou(?:te)?s? l[ea]s?|tout l[ea]|tous (?!ages|diplomes|statuts|niveaux|confondus|sexes)|toutes "
    r"(?!origines|categories)|aucune? (?!ecart|difference|voiture)|chaque|chacun\w*|partout|toujours|jamais|"
    r"systematiquement|sans exception|n'importe quel|tout le monde|personne n)",
    Excess.SUPERLATIVE: r"(?:\b(?:le|la|les|des|du) (?:plus|moins) (?!de |d'|souvent|ou |modestes\b|aises\b)[a-z_]\w*|"
    r"\brecord|\bpire\b|\bmaximum\b|\bhistorique|\bsans precedent|\bchampion|\binegale\b|\bla palme\b)",
    Excess.RANK: r"(?:\b[0-9]+ ?(?:e|eme|er|ere|nde?) (?:rang|place|quartiers?|departement|region|plus|position)|"
    r"\bau rang\b|\bclassement|\bclasses? (?:en|au|dernier|premier)|\ben tete\b|\bpremiere? (?:place|region|"
    r"departement|quartier)|\bderniere? (?:place|rang|region|departement)|\bdevance\w*|\barrive\w* (?:premier|"
    r"derniere?|en)\b)",
    Excess.ODDS: r"\bmultipli\w+ (?:\w+ ){0,3}(?:risques?|chances?)|"
    r"\b(?:plus|moins|fois|de|d'|autant de) ?(?:de |d'|grand )?(?:chances?|risques?|probabilite)\b|"
    r"\bodds\b|\bcotes?\b",
}
OBSTACLES = {
    Obstacle.DISTRIBUTION: r"\b(?:moitie|quart|tiers|quarts) des [0-9 ]+ (?:qpv|quartiers)|\bquart d'entre eux|"
    r"\bun quart (?:sont |est )?(?:sous|au dessus|en dessous)|\bselon le quartier\b",
    Obstacle.THIS_PLACE: r"\b(?:dans|de|pour) (?:ses|leurs) (?:qpv|quartiers prioritaires)\b|"
    r"\b(?:dans |du |le |ce |au |de )+quartier(?=[,.:;)]| (?:qu|et|que|est|a|ont|passe|se|y|il|avec)\b|"
    r" qu'| (?:en|contre)\b|$)",
    Obstacle.CROSSING: r"\b(?:re)?pass(?:e|es|ees?|ent|ait|aient|a|er)? (?:\w+ )?(?:sous|au dessus|en dessous|"
    r"au dessous|la barre|le seuil|le cap)\b|\bfranchi\w*|\bne depass\w+ plus\b|\b(?:a|ont|avait) (?:\w+ )?depasse\b|"
    r"\b(?:re)?tomb\w+ (?:a|sous|en dessous|au dessous)\b|"
    r"\b(?:re)?descend\w+ (?:a|sous|en|au)\b|"
    r"\brepass\w+\b|\b(?:re)?mont\w+ (?:a|au dessus)\b",
    Obstacle.EQUAL_TERMS: r"\b(?:a|pour un|pour une|au|de) (?:meme|memes) (?:niveau de |niveau d')?(?:diplome|age|"
    r"profession|revenu|sexe|qualification)|\ba \w+ (?:egal|egale|equivalent|comparable|donne)\b|toutes choses egales",
    Obstacle.QUALIFIED: r"longue duree|chomage (?:partiel|technique)|non recours|(?:grande|extreme) pauvrete|"
    r"sous emploi|pauvrete (?:extreme|absolue|energetique|en conditions)|niveau de vie moyen|insecurite (?:au|a l')|"
    r"emploi precaire|temps partiel (?:subi|choisi|impose)|au sens de (?:pole|france)|seuil (?:de|a) [0-9]+|"
    r"(?:qpv|prioritaires|quartiers) renov\w+|"
    r"(?:imposes?|subis?) que (?:voulus?|choisis?)",
    Obstacle.INCOME: r"\brevenus? (?:disponibles? |annuels? |mensuels? )?(?:medians?|moyens?)\b|"
    r"\brevenus? (?:\w+ )?(?:des|par|d'un|d'une) (?:menages?|foyers?|habitants?|personnes?)\b",
    Obstacle.QUESTION: r"\?|^(?:pourquoi|combien|est ce|quel(?:le)?s?|comment|ou en est)\b",
    Obstacle.FUTURE: r"\b(?:va|vont) (?!de\b|a\b)\w+(?:er|ir|re)\b|\b(?:sera|seront|aura|auront|atteindra\w*|"
    r"baissera\w*|augmentera\w*|passera\w*|restera\w*|diminuera\w*|depassera\w*|doublera\w*|tombera\w*|reculera\w*)\b|\bd'ici\b|"
    r"\bdemain\b|\bl'an prochain\b|\b(?:annees?|decennie) (?:a venir|prochaines?)\b|\ba l'avenir\b|"
    r"\bprevoi\w+|\bprevision",
    Obstacle.OPINION: r"\b(?:je pense|a mon avis|selon moi|il faut|faudrait|inacceptables?|scandal\w+|hont\w+|devr\w+|"
    r"inadmissibles?|dramatiques?|injuste\w*|malheureusement|heureusement|peut etre|probablement|sans doute|"
    r"il parait|trop(?! petit pour| peu precis)|on dit que|intolerables?|tragiques?|insupportables?|"
    r"(?:il |c')?est faux|faux de dire|pas vrai|pretend\w*|mensonge|preoccupant\w*|alarmant\w*|inquiet\w*|"
    r"pourrait|pourraient|semble\w*|il suffit)\b",
}
NATIONAL = re.compile(
    r"\bmoyenne (?:nationale|francaise|du pays|metropolitaine)|\bfrance entiere|\btoute la france|\bniveau national|"
    r"\bechelle (?:nationale|du pays)|\bdes francais\b|\bensemble (?:des francais|de la france|du pays)"
)
OPPOSED = re.compile(
    r"(?:\b(?:contre|versus|face a|par rapport a|alors qu(?:e |')|tandis qu(?:e |')|"
    r"et (?:de |d')?[0-9][0-9,.]* ?(?:%|points?))|"
    r"\([0-9]|\b(?:plus|moins|aussi|autant|superieur\w*|inferieur\w*|fois)\b(?:[^.;:(,]|,(?=[0-9]))*?\bqu(?:e |'))"
    r"(?:[^,;:(]|,(?=[0-9]))*$"
)
"""What comes before « en France » when France is what the quarters are compared with."""
MAP = re.compile(r"(?:contours?|carte|median) (?:de |en )?(?P<year>20[0-9]{2})\b")
"""« contours 2024 », « le quartier médian de 2015 »: the year of a map, not of a figure."""
VERB = re.compile(
    r"\b(?:il y a|compt\w+|denombr\w+|recens\w+|exist\w+|viv\w+|habit(?:e|ent|aient)|est|sont|etai\w+|a|ont|totalis\w+|"
    r"concern\w+|touch\w+)\b"
)
PAST = re.compile(r"\bqu(?:e |')(?:avant|autrefois|hier|il y a|jadis|auparavant|en ~*_*(?:19|20)[0-9]{2})")
WITHIN_YEAR = re.compile(r"\b(?:trimestre|semestre|mois de)\b")
THAN = re.compile(r"(?<!parce )(?<!alors )(?<!tandis )(?<!ainsi )(?<!bien )(?<!ce )(?<!pour )\bqu(?:e |')")
HOLDS = re.compile(r"\b(?:concentr|regroup|represent|rassembl|heberg|abrit|accueill|pesent|comptent pour)\w*")
COUNTED = re.compile(
    r"(?:(?:%|pour ?cents?|moitie|tiers|quarts?|plupart|majorite) (?:des |de la |de l'|parmi les )|\bune? |\b[0-9]+ )"
    r"(?P<noun>(?:habitants?|personnes?|actifs) (?:en emploi|occupes|ayant un emploi)|"
    r"residents?|habitants?|personnes?|population|actifs?|menages?|allocataires?|foyers?|familles?|logements?|"
    r"qpv|quartiers?|chomeurs?|collegiens?|eleves?|inactifs?|entreprises?|etablissements?|emplois?|enseignants?)\b"
)
ALIKE = ({"habitant", "personne", "population", "resident"}, {"foyer", "allocataire"})
"""Nouns for the same people."""
LIVES = re.compile(r" ?(?:de france |francais )?(?:vivent|vit|habitent|habite|resident|reside|logent)\b")
SHARE_OF = re.compile(r"(?:%|pour ?cents?|sur [0-9]+|moitie|tiers|quarts?|plupart|majorite) (?:des? |d'|les )?$")
UNKNOWN_ZONE = re.compile(
    r"\b(?:banlieues?|cites?|quartiers (?:populaires|sensibles|difficiles|chauds|riches|aises|nord)|zones? rurales?|"
    r"campagnes?|ruraux|rural|beaux quartiers|centres? villes?|grandes? villes?|metropoles|quartiers chics?)\b"
)
