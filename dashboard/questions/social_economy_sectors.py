"""Which sectors of the social economy a quarter has and lacks beside the quarters that are most like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.gaps import NoPeers, RefusalCode
from dashboard.gaps.similarity import Peer
from dashboard.questions.outlines import figures_code
from dashboard.questions.social_economy import BOTH, COUNT, INSIDE, SECTORS, SocialEconomy, social_economy_of
from dashboard.questions.standing import Standing
from etl.model import Observation

PEERS, ASKED, FEWEST = 10, 40, 5
"""Similar quarters compared; those among whom they are looked for; under the last, nothing is said."""
UNSORTED = "other_activity"
"""The level that holds what answers to no sector."""


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector: its level, the figure here, and in how many of the similar quarters it exists."""

    level: str
    here: Observation
    peers: int

    @property
    def exists(self) -> bool:
        """Whether there is at least one establishment here; a secret hides a number, never a zero."""
        return self.here.value is None or self.here.value > 0


@dataclass(frozen=True, slots=True)
class SectorsBeside:
    """The sectors of a quarter beside those of ``peers``, all counted in ``zone``, in the order of the catalogue."""

    code: str
    zone: str
    perimeter: str
    month: str
    peers: tuple[Peer, ...]
    sectors: tuple[Sector, ...]

    @property
    def half(self) -> float:
        """Half of the similar quarters."""
        return len(self.peers) / 2

    @property
    def present(self) -> list[Sector]:
        """Those that exist here."""
        return [sector for sector in self.sectors if sector.exists]

    @property
    def missing(self) -> list[Sector]:
        """Those that do not exist here and do in at least half of the similar quarters, the most frequent first."""
        found = [sector for sector in self.sectors if not sector.exists and sector.peers >= self.half]
        return sorted(found, key=lambda sector: -sector.peers)

    @property
    def rare(self) -> list[Sector]:
        """Those that do not exist here and are not in half of the similar quarters either."""
        return [sector for sector in self.sectors if not sector.exists and sector.peers < self.half]


def sectors_beside(standing: Standing, code: str) -> SectorsBeside | NoPeers:
    """The comparison, in the quarter and within 300 m where the band is known of the quarter and of enough of its
    similar ones, in the quarter alone elsewhere; or why there is none. A quarter of 2024 is compared as the quarter of
    2015 whose outline it kept: only those have the figures that resemblance is measured by."""
    near = standing.near
    read = figures_code(near.store, code)
    known = social_economy_of(near, read)
    if known is None or known.figure(COUNT, INSIDE) is None:
        return NoPeers(RefusalCode.MISSING, "Le répertoire n’a pas été lu sur le contour de ce quartier.")
    found = standing.peers(read, ASKED)
    if isinstance(found, NoPeers):
        return found
    near.fetch([read, *(peer.code for peer in found.peers)])
    around = [(peer, there) for peer in found.peers if (there := social_economy_of(near, peer.code)) is not None]
    for zone in (BOTH, INSIDE):
        kept = [(peer, there) for peer, there in around if _tells(there, zone)][:PEERS]
        if _tells(known, zone) and len(kept) >= FEWEST:
            return _beside(known, zone, kept)
    text = f"Moins de {FEWEST} quartiers semblables ont un décompte par secteur : rien n’est dit de ce qui manquerait."
    return NoPeers(RefusalCode.TOO_FEW, text)


def _tells(known: SocialEconomy, zone: str) -> bool:
    """Whether its sectors are counted in that zone."""
    return bool(known.levels(COUNT, zone, SECTORS)) and (zone != BOTH or known.has_band)


def _beside(known: SocialEconomy, zone: str, kept: Sequence[tuple[Peer, SocialEconomy]]) -> SectorsBeside:
    counts: dict[str, int] = {}
    for _, there in kept:
        for o in there.levels(COUNT, zone, SECTORS):
            counts[o.breakdown] = counts.get(o.breakdown, 0) + (o.value is None or o.value > 0)
    here = {o.breakdown: o for o in known.levels(COUNT, zone, SECTORS)}
    names = [f"{SECTORS}:{level}" for level in known.catalogue.breakdowns[SECTORS].levels if level != UNSORTED]
    sectors = tuple(Sector(name.partition(":")[2], here[name], counts.get(name, 0)) for name in names if name in here)
    peers = tuple(peer for peer, _ in kept)
    return SectorsBeside(known.territory, zone, known.perimeter, known.month, peers, sectors)


INITIATIVES = {
    "early_childhood": ("soli_momes",),
    "social_action": ("singa", "asti", "mediation_nomade"),
    "education": ("simplon", "web_academie", "simplon_refugeek", "rev_elles", "asti"),
    "culture": (
        "la_coursive_boutaric", "demos", "les_flaneurs", "cinetalents", "arts_et_developpement", "cliches_urbains",
        "ateliers_chorale_orchestre", "gouttes_d_or_de_la_mode", "grande_parade_meteque",
    ),
    "sport": ("pl4y",),
    "food": ("plaine_de_saveurs", "vrac", "les_petites_cantines", "culticime", "cannelle_et_piment", "le_baba"),
    "mobility": (
        "itineraire_b", "papa_charlie", "garages_solidaires", "plateformes_de_mobilite", "autres_services_de_mobilite",
    ),
    "reuse": ("extramuros", "solicycle", "bicyclaide", "garages_solidaires"),
    "employment": ("odd_normandie", "efficience_59", "maison_pour_rebondir", "bus_de_l_initiative"),
    "civic_life": ("jardin_imaginaire", "jeunes_polices_justice", "proces_reconstitue", "mediation_nomade"),
}  # fmt: skip
"""The initiatives of the guide that do what each sector holds, by what they say of themselves; the guide has none for
the other sectors."""


def initiatives_of(levels: Sequence[str]) -> list[str]:
    """The initiatives of some sectors, each once: the first of each sector, then the second of each, and so on, so that
    a short list tells of every sector."""
    lists = [INITIATIVES.get(level, ()) for level in levels]
    longest = max((len(names) for names in lists), default=0)
    return list(dict.fromkeys(names[rank] for rank in range(longest) for names in lists if rank < len(names)))
