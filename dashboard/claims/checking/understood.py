"""Whether every word of a part was understood: nothing is confirmed while a word is left over.

A word that nobody reads may change everything (« loin d’être plus élevé », « des anciens QPV », « sauf pour les
femmes »). The words below carry nothing that a figure could contradict; all others must be read by something.
"""

from __future__ import annotations

import re

from dashboard.claims.checking.words import EQUAL, MONTHS, NEAR

_TOLD = """
% a abrite abritent actif actifs active actives actuellement affichaient affichait affiche affichent ai ainsi an
annee ans atteignaient atteignait atteignent atteint au aujourd' autre autres aux avaient avait avec avoisine
avoisinent baisse baissent bien c' cas ce celle celles celui ces cet cette ceux chez cinq collegien collegiens
comptaient comptait compte comptent concernaient concernait concerne concernent constate contre d' dans de
denombraient denombrait denombre denombrent depassaient depassait depasse depassent des desormais deux diplomes
dispose disposent dix donc dont double du ecart elevait eleve elevee elevees eleves elle elles emploi en enseignant
enseignants ensemble entre entreprise entreprises environ ess est et etablissait etablissements etablit etaient
etait ete etre etudiants euros faible faibles fois font fort forte fortes forts foyer foyers frappe frappent
frequent frequente habitant habitants hui huit il ils important importante inferieur inferieure inferieures
inferieurs jeune jeunes jour jours l' la le les leur leurs logement logements m' menage menages mesurait mesure
millions moins mois moitie monte montre montrent n' ne nettement neuf nombre non occupait occupe occupent on ont ou
par parmi part pas passait passe passent percoit percoivent personne personnes peu plus point
points population possedaient possede possedent pour pourcent pres presque proportionnellement publie publies qu'
quadruple quart quartier quartiers quarts quatre que qui rapport recensaient recensait recense recenses recule
reculent relevaient relevait releve relevent representaient representait represente representent residant resident
residentes residents reste restent s' sa scolaire scolarise scolarisee scolarisees scolarises se selon sent
sentaient sentait sentent sentir sept ses seul seulement seuls situaient situait situe situes six soit son sont
souvent superieur superieure superieures superieurs sur taux tiers touchaient touchait touche touchent touches
travaillaient travaillait travaille travaillent triple trois trouve trouvent un une valeur vaut vit vivaient vivait
vivent y
"""
_PLAIN = frozenset(_TOLD.split())
"""Words that say nothing more than what is read: articles, verbs of being, the people of an indicator."""
_MOVING = frozenset(
    ("depuis", "augmente", "augmentent", "progresse", "progressent", "diminue", "diminuent", "augmentation", "hausse")
)
"""Words of a change, understood where a change is read."""
_READ = re.compile(
    r"\bd'apres une publication\b|\bvers (?=[0-9])|\bdates? (?:deduites?|incertaines?)\b|\bdate (?:de )?publication\b|"
    r"\bune date situee\b|\btout juste (?=[0-9]|un )|\bages? (?=de\b|en\b|_)|\bsur la periode\b|"
    r"^autrement dit\b|^en d.autres termes\b|\bm[²2](?!\w)|\bquartiers compris\b|\bau sein (?=d)|\ben moyenne\b|"
    r"\bunites pour\b|\bsous (?:les |la barre des )?(?=[0-9])|\bau dess(?:us|ous) des? (?=[0-9])|\bnombreu(?:x|ses?)\b|"
    r"\becart trop petit pour conclure\b|"
    r"\b(?:region|departement|commune) (?=(?:de |du |d'|des )?(?:la |l'|le )?_)|"
    rf"{NEAR.pattern}|{EQUAL.pattern}"
)
"""Words that are read together: how sure a date is, that two values are alike, what a density is counted in."""
_DAY = re.compile(rf"\b(?:(?:a la )?fin (?:de )?(?=[a-z_ ]*20[0-9]{{2}}|[_~]{{4}})|(?:{'|'.join(MONTHS)})\b)")
"""A day of a year: understood, and asked of the figures (``months_of``)."""
_WORD = re.compile(r"[^\W\d_]+'?", re.UNICODE)
_CODE = re.compile(r"\bq[pn][0-9]\w+")
_STAYS = re.compile(r"\b(?:reste|restent|restait|restaient|restee?s?|demeur\w+) (?:a|de) (?=[0-9])")
"""« est resté à 18,3 % » tells two dates, and gives one."""
_BROKEN = re.compile(r"[0-9][.,][0-9]+[.,][0-9]|[‰]")
_DENIED = re.compile(r"\bplus plus\b|(?<!ne )(?<!n')\b(?:est|sont|etait|etaient|a|ont) pas\b(?! moins)")


def left_over(small: str, bare: str, *, moving: bool) -> str:
    """The first word of a part that nothing understood; empty when there is none. ``small`` is its text in lower case
    without accents, ``bare`` the same with its mentions blanked out; ``moving``: whether a change was read in it."""
    for pattern, where in ((_CODE, bare), (_BROKEN, small), (_DENIED, bare), (_STAYS, bare)):
        if found := pattern.search(where):
            return found[0].strip()
    bare = _DAY.sub("", _READ.sub("", bare))
    known = _PLAIN | _MOVING if moving else _PLAIN
    return next((word for word in _WORD.findall(bare) if word not in known), "")


def months_of(small: str) -> tuple[str, ...]:
    """The months that a part tells: « fin 2020 » is in December."""
    found = re.findall(rf"\b(?:{'|'.join(MONTHS)})\b", small)
    return (*found, *(["decembre"] if re.search(r"\bfin (?:de )?20[0-9]{2}", small) else []))
