"""Whether every word of a part was understood: nothing is confirmed while a word is left over.

A word that nobody reads may change everything (« loin d’être plus élevé », « des anciens QPV », « sauf pour les
femmes »). The words below carry nothing that a figure could contradict; all others must be read by something.
"""

from __future__ import annotations

import re

from dashboard.claims.checking.words import EQUAL, NEAR

_TOLD = """
% a abrite abritent actif actifs actuellement affiche affichent ai ainsi an annee ans atteignait atteignaient
atteint atteignent au aujourd' autre autres aux avait avaient avec avoisine avoisinent baisse baissent bien c' ce
celle celles celui ces cet cette ceux chez cinq collegiens compte comptent concerne concernent constate contre d'
dans de denombre denombrent depasse depassent des desormais deux diplomes dix donc dont double du ecart eleve elevee
elevees eleves elle elles emploi en ensemble entre entreprises environ ess est et etablissements etablit etaient
etait ete etre etudiants euros faible faibles fois fort forte fortes forts foyers frappe frappent frequent frequente
habitant habitants hors huit hui il ils inferieur inferieure inferieurs inferieures jeune jeunes jour jours l' la le
les leur leurs m' menage menages mesure mesurait millions moins mois moitie monte n' ne nettement neuf nombre non on
ont ou par parmi part pas passe passait passent personne personnes peu plus point points pour population pourcent
pres presque proportionnellement publie publies qu' quart quarts quartier quartiers quatre que qui rapport recenses
recense recule reculent represente representent reste restent s' sa scolaire se selon sept ses seul seuls sentent
situe situes six soit son sont souvent superieur superieure superieurs superieures sur taux tiers touche touches
touchent travaille travaillent trois trouve trouvent un une valeur vaut vit vivaient vivent y
"""
_PLAIN = frozenset(_TOLD.split())
"""Words that say nothing more than what is read: articles, verbs of being, the people of an indicator."""
_MOVING = frozenset(
    ("depuis", "augmente", "augmentent", "progresse", "progressent", "diminue", "diminuent", "augmentation", "hausse")
)
"""Words of a change, understood where a change is read."""
_READ = re.compile(
    r"\bd'apres une publication\b|\bvers (?=[0-9])|\bdates? (?:deduites?|incertaines?)\b|\bdate (?:de )?publication\b|"
    r"\bune date situee\b|\bsur la periode\b|\bm[²2](?!\w)|\bunites pour\b|\becart trop petit pour conclure\b|"
    rf"{NEAR.pattern}|{EQUAL.pattern}"
)
"""Words that are read together: how sure a date is, that two values are alike, what a density is counted in."""
_WORD = re.compile(r"[^\W\d_]+'?", re.UNICODE)
_CODE = re.compile(r"\bq[pn][0-9]\w+")
_BROKEN = re.compile(r"[0-9][.,][0-9]+[.,][0-9]|[‰]")
_DENIED = re.compile(r"\bplus plus\b|(?<!ne )(?<!n')\b(?:est|sont|etait|etaient|a|ont) pas\b(?! moins)")


def left_over(small: str, bare: str, *, moving: bool) -> str:
    """The first word of a part that nothing understood; empty when there is none. ``small`` is its text in lower case
    without accents, ``bare`` the same with its mentions blanked out; ``moving``: whether a change was read in it."""
    for pattern, where in ((_CODE, bare), (_BROKEN, small), (_DENIED, bare)):
        if found := pattern.search(where):
            return found[0]
    bare = _READ.sub("", bare)
    known = _PLAIN | _MOVING if moving else _PLAIN
    return next((word for word in _WORD.findall(bare) if word not in known), "")
