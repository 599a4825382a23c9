"""What the register says of the social economy of a place, as sentences with their proof.

A number of establishments is where they are, not whom they serve, and more is never said to be better.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import french
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.of_gap import level
from etl.catalogue import Catalogue
from etl.model import Observation

HIDDEN = "un nombre couvert par le secret statistique"
ESTABLISHMENTS, SECTORS, QUARTERS = "establishments", "sectors", "neighbourhoods"
FEW, PERCENT = 20, 100
"""Establishments under which a share is told to hang on each of them."""
READ_BY = {
    "flag": "la marque du répertoire",
    "law": "la loi de 2014",
    "study": "l’étude de 2017",
    "list": "la liste d’ESS France",
}
RANDOM = {"approximate": "dans leur rue", "doubtful": "dans la commune"}


def claim_of_counts(places: Sequence[tuple[str, Observation]], catalogue: Catalogue) -> Claim:
    """« En septembre 2026, le répertoire compte 8 établissements employeurs de l’ESS dans le quartier, 21
    établissements en ajoutant ce qui est à moins de 300 m et 434 établissements à Saint-Denis. »; ``places`` are words
    and counts, the first at the head. A secret is said in words, never as a number. Raises ValueError without place."""
    (where, first), *others = places
    when = french.in_period(first.period)
    rest = french.listed([f"{_number(o, catalogue)} {words}" for words, o in others])
    if first.value is None:
        text = f"{when}, le nombre d’établissements employeurs de l’ESS {where} est couvert par le secret statistique"
        text += f" ; le répertoire compte {rest}" if rest else ""
    else:
        number, _, word = level(first, catalogue).text.rpartition(french.NBSP)
        plural = "s" if word.endswith("s") else ""
        head = f"{number}{french.NBSP}{word} employeur{plural} de l’ESS {where}"
        text = f"{when}, le répertoire compte {head}" + (f", {rest}" if rest else "")
    known = tuple(o for _, o in places)
    told = tuple(level(o, catalogue) for o in known if o.value is not None)
    caveats = tuple(dict.fromkeys(o.note for o in known if o.note))
    return Claim(french.typography(f"{text}."), "ess.counts", known, told, caveats)


def _number(o: Observation, catalogue: Catalogue) -> str:
    return HIDDEN if o.value is None else level(o, catalogue).text


def claim_of_level(o: Observation, where: str, catalogue: Catalogue) -> Claim:
    """A figure that nothing may be put beside: « En septembre 2026, … est de 12,3 dans le quartier. » Raises ValueError
    when it is absent."""
    told = level(o, catalogue)
    phrase = catalogue.indicators[o.indicator].phrase
    text = f"{french.in_period(o.period)}, {phrase} est de {told.text} {where}."
    return Claim(french.typography(text), "ess.level", (o,), (told,), (o.note,) if o.note else ())


def claim_of_inhabitants(sides: Sequence[Observation]) -> Claim:
    """Of which year the inhabitants are that a density divides by: « La densité divise par des habitants plus anciens
    que le répertoire. Habitants : population de 2018. » in one sentence."""
    notes = list(dict.fromkeys(_people(o.note) for o in sides if _people(o.note)))
    years = french.listed(notes) if notes else "une année que la source ne dit pas"
    text = f"Les habitants du calcul sont ceux de {years}, les établissements ceux du répertoire : les dates diffèrent."
    return Claim(french.typography(text), "ess.inhabitants", tuple(sides), ())


PEOPLE = "Habitants : population de "


def _people(note: str) -> str:
    """« 2018 », of a note that says which population was divided by."""
    return note.partition(PEOPLE)[2].rstrip(".").partition(".")[0]


def claim_of_definition(used: Observation, others: Sequence[Observation], catalogue: Catalogue) -> Claim:
    """By which reading of the social economy everything is counted, and what the others would count in its place."""
    name = READ_BY[used.breakdown.partition(":")[2]]
    text = f"L’ESS est lue ici selon {name}"
    told = [f"{_number(o, catalogue)} selon {READ_BY[o.breakdown.partition(':')[2]]}" for o in others]
    if told:
        text += f", ce qui donne {_number(used, catalogue)} ; on en compterait {french.listed(told)}"
    known = (used, *others)
    quantities = tuple(level(o, catalogue) for o in known if o.value is not None) if told else ()
    return Claim(french.typography(f"{text}."), "ess.definition", known, quantities)


def claim_of_placing(levels: Sequence[Observation], catalogue: Catalogue) -> Claim | None:
    """How many of the establishments stand at random in their street or their commune, because their address was not
    found; None when the register does not say."""
    known = {o.breakdown.partition(":")[2]: o for o in levels}
    placed = [(known[name], words) for name, words in RANDOM.items() if name in known]
    if not placed:
        return None
    told = [f"{level(o, catalogue).text} au hasard {words}" for o, words in placed if o.value]
    hidden = [words for o, words in placed if o.value is None]
    if hidden:
        which = "d’autres" if told else "des établissements"
        told.append(f"{which}, dont le nombre est couvert par le secret statistique, au hasard {' ou '.join(hidden)}")
    text = f"Faute d’adresse retrouvée, le répertoire place {french.listed(told)} : ils peuvent être ailleurs."
    if not told:
        text = "Aucun de ces établissements n’est placé au hasard."
    quantities = tuple(level(o, catalogue) for o, _ in placed if o.value)
    return Claim(french.typography(text), "ess.placing", tuple(o for o, _ in placed), quantities)


def claim_of_one_more(share: Observation, count: Observation) -> Claim | None:
    """By how much one establishment more or less would move a share made of few; None when it is made of enough, or
    when nothing is known of what it divides by."""
    if share.value is None or not share.n or count.value is None or count.value >= FEW:
        return None
    points = PERCENT / share.n
    moved = f"{french.number(points, 1)}{french.NBSP}{'point' if points < 2 else 'points'}"
    text = f"La part tient à peu d’établissements : un de plus ou de moins la déplace d’environ {moved}."
    told = (Quantity(Measure.COUNT, moved, points, "points"),)
    return Claim(french.typography(text), "ess.few", (share, count), told)


def quoted(names: Sequence[str]) -> str:
    """« action sociale et hébergement », « sport » et « culture »: names that hold a « et » of their own."""
    return french.listed([f"« {name} »" for name in names])


def claim_of_present(named: Sequence[str], observations: Sequence[Observation], where: str) -> Claim:
    """The sectors that have at least one establishment; a secret hides a number, never a zero."""
    count = len(named)
    if count:
        word = "secteur de l’ESS est présent" if count == 1 else "secteurs de l’ESS sont présents"
        text = f"{french.counted(count, word, word)} {where} : {quoted(named)}."
    else:
        text = f"Aucun secteur de l’ESS n’a d’établissement employeur {where}."
    quantities = (Quantity(Measure.COUNT, str(count), count, SECTORS),) if count else ()
    return Claim(french.typography(text), "ess.present", tuple(observations), quantities)


def claim_of_hidden(named: Sequence[str], observations: Sequence[Observation], where: str) -> Claim:
    """The kinds that have establishments, in a number that is secret, those of all other kinds being zero."""
    text = f"Aucun établissement employeur de l’ESS n’est compté {where}."
    if named:
        one = len(named) == 1
        text = (
            f"{french.sentence(where)}, les établissements employeurs de l’ESS sont du type suivant, en nombre couvert "
        )
        text = text if one else text.replace("du type suivant", "des types suivants")
        text += f"par le secret statistique : {quoted(named)} ; aucun n’est d’un autre type."
    return Claim(french.typography(text), "ess.present", tuple(observations), ())


def claim_of_missing(
    named: Sequence[tuple[str, int]], peers: int, observations: Sequence[Observation], where: str, compared: str = ""
) -> Claim:
    """The sectors without any establishment here that exist in at least half of ``peers`` similar quarters, each with
    in how many; ``compared`` names these quarters, kept with the proof."""
    caveats = (f"Quartiers comparés : {compared}.",) if compared else ()
    if not named:
        text = f"Aucun secteur que compte la moitié des {peers} quartiers semblables n’est absent {where}."
        whole = (Quantity(Measure.COUNT, str(peers), peers, QUARTERS),)
        return Claim(french.typography(text), "ess.missing", tuple(observations), whole, caveats)
    listed = french.listed([f"« {name} » ({count} sur {peers})" for name, count in named])
    verb = "Un secteur n’a" if len(named) == 1 else f"{len(named)} secteurs n’ont"
    text = f"{verb} aucun établissement {where} et existe{'' if len(named) == 1 else 'nt'} dans au moins la moitié "
    text += f"des {peers} quartiers semblables : {listed}."
    told = tuple(Quantity(Measure.COUNT, str(count), count, QUARTERS) for _, count in named)
    return Claim(french.typography(text), "ess.missing", tuple(observations), told, caveats)


def claim_of_corner(count: int, total: int, need: str, middles: tuple[Quantity, Quantity], where: str) -> Claim:
    """How many quarters have the greater need and fewer establishments than the medians of the quarters of France:
    ``need`` is « un taux de pauvreté au moins égal », ``middles`` are the two medians."""
    first, second = middles
    verb = "ont" if count > 1 else "a"
    text = f"{where}, {french.number(count, 0)} des {french.counted(total, 'quartier')} qui ont les deux chiffres "
    text += (
        f"{verb} en même temps {need} à la médiane des quartiers de France ({first.text}) et moins d’établissements "
    )
    text += f"employeurs de l’ESS ({second.text} pour le quartier médian)."
    told = (
        Quantity(Measure.COUNT, french.number(count, 0), count, QUARTERS),
        Quantity(Measure.COUNT, french.number(total, 0), total, QUARTERS),
        *middles,
    )
    return Claim(french.typography(french.sentence(text)), "ess.corner", (), told)


def claim_of_denominators(
    implied: Sequence[tuple[Observation, Observation, float]], announced: Observation | None, catalogue: Catalogue
) -> Claim:
    """What the guide must have divided by, beside what its study announces: « 9 988 établissements pour 4,7 %
    supposent 212 500 établissements en tout… ». Raises ValueError without any pair."""
    parts, told, known = [], [], []
    for count, share, total in implied:
        supposed = round(total, -2)
        whole = french.number(supposed, 0)
        parts.append(f"{level(count, catalogue).text} pour {level(share, catalogue).text} en supposent {whole} en tout")
        told += [level(count, catalogue), level(share, catalogue)]
        told.append(Quantity(Measure.COUNT, whole, supposed, ESTABLISHMENTS))
        known += [count, share]
    if not parts:
        raise ValueError("no total to tell")
    text = f"Dans le guide, {french.listed(parts)}"
    if announced is not None and announced.value is not None:
        text += f" ; l’étude dont il les tient en annonce {level(announced, catalogue).text}"
        told.append(level(announced, catalogue))
        known.append(announced)
    return Claim(french.typography(f"{text}."), "ess.denominators", tuple(known), tuple(told))


def claim_of_located(whole: Observation, located: float, catalogue: Catalogue) -> Claim:
    """What is divided by here: the establishments whose place is known, fewer than those of the register."""
    placed = french.number(located, 0)
    text = f"Ici, les parts divisent par les {placed} établissements dont on sait s’ils sont dans un quartier, sur "
    text += f"{level(whole, catalogue).text}."
    told = (Quantity(Measure.COUNT, placed, located, ESTABLISHMENTS), level(whole, catalogue))
    return Claim(french.typography(text), "ess.located", (whole,), told)
