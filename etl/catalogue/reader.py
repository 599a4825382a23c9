"""Reads and validates a folder of YAML files; gathers every problem before complaining."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from etl.catalogue.lookup import Catalogue, CatalogueError, UnknownIdError
from etl.catalogue.schema import (
    Aggregation,
    Break,
    Breakdown,
    Contradiction,
    Entry,
    GuideClaim,
    Incompatibility,
    Indicator,
    OfficialException,
    Source,
    Synonym,
    Territory,
    Theme,
    Tile,
    Unit,
    Zone,
)
from etl.errors import french_reason, suggestion
from etl.model import AGE_PATTERN, is_period

Model = TypeVar("Model", bound=Entry)


class _Reader:
    """Reads the files of one catalogue and gathers every problem before complaining."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[str] = []
        self.origin: dict[tuple[str, str], str] = {}

    def _yaml(self, path: Path) -> Any:
        try:
            return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506 (a SafeLoader)
        except FileNotFoundError:
            self.problems.append(f"{self._name(path)} : le fichier manque")
        except UnicodeDecodeError as error:
            self.problems.append(f"{self._name(path)} : le texte n'est pas en UTF-8 (octet {error.start})")
        except OSError as error:
            self.problems.append(f"{self._name(path)} : fichier illisible ({error.strerror})")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else ""
            reason = getattr(error, "problem", None) or error
            if not isinstance(error, _OwnError):
                reason = f"YAML illisible ({reason})"
            self.problems.append(f"{self._name(path)}{where} : {reason}")
        return {}

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def mapping(self, path: str, model: type[Model], **defaults: Any) -> dict[str, Model]:
        """Entries written ``id: {…}`` in a file, or in every file of a folder."""
        target = self.root / path
        files = sorted(target.glob("*.yaml")) if target.is_dir() else [target]
        found: dict[str, Model] = {}
        for file in files:
            content = self._yaml(file) or {}
            if not isinstance(content, dict):
                self.problems.append(f"{self._name(file)} : des entrées « id: … » sont attendues")
                continue
            for key, body in content.items():
                entry = self._entry(file, str(key), model, body, defaults)
                if entry is None:
                    continue
                if str(key) in found:
                    first = self.origin[model.__name__, str(key)]
                    self.problems.append(f"{self._name(file)} : clé {key} : déjà définie dans {first}")
                    continue
                self.origin[model.__name__, str(key)] = self._name(file)
                found[str(key)] = entry
        return found

    def _entry(self, file: Path, key: str, model: type[Model], body: Any, defaults: Mapping[str, Any]) -> Model | None:
        if not isinstance(body, dict):
            self.problems.append(f"{self._name(file)} : clé {key} : des champs sont attendus (lu : {body!r})")
            return None
        try:
            return model.model_validate({"id": key, **defaults, **body})
        except ValidationError as error:
            for problem in error.errors():
                field = ".".join(str(part) for part in problem["loc"])
                given = "" if problem["type"] == "missing" else f" (lu : {problem['input']!r})"
                self.problems.append(f"{self._name(file)} : clé {key}.{field} : {french_reason(problem)}{given}")
            return None

    def refers(self, kind: str, owner: str, field: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Complain of names that are not known."""
        known = set(known)
        for name in names:
            if name not in known:
                hint = suggestion(UnknownIdError(field, name, known).closest)
                self.complain(kind, owner, field, f"{name!r} absent du catalogue{hint}")

    def complain(self, kind: str, owner: str, field: str, reason: str) -> None:
        """One problem of one field of an entry that was read."""
        self.problems.append(f"{self.origin[kind, owner]} : clé {owner}.{field} : {reason}")


class _OwnError(yaml.constructor.ConstructorError):
    """A YAML error whose message is ours, in French."""


# The C parser reads the whole catalogue in a tenth of the time; some builds of PyYAML come without it.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeyLoader(_SafeLoader):  # type: ignore[misc]
    """PyYAML keeps the last of two equal keys without a word; a catalogue must not."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _OwnError(None, None, "une clé doit être un mot", key_node.start_mark)
            if key in seen:
                raise _OwnError(None, None, f"clé {key!r} donnée deux fois", key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_catalogue(root: Path) -> Catalogue:
    """Read and validate ``root`` (a folder laid out as ``data/catalogue``).

    Raises CatalogueError with every file, key and reason.
    """
    if not root.is_dir():
        raise CatalogueError([f"{root} : le dossier n'existe pas (réglage QPV_CATALOGUE_DIR)"])
    reader = _Reader(root)
    catalogue = Catalogue(
        themes=reader.mapping("themes.yaml", Theme),
        zones=reader.mapping("zones.yaml", Zone),
        territories=reader.mapping("territories.yaml", Territory),
        units=reader.mapping("units.yaml", Unit),
        indicators=reader.mapping("indicators", Indicator),
        sources=reader.mapping("sources", Source),
        breaks=tuple(reader.mapping("breaks", Break).values()),
        incompatibilities=tuple(reader.mapping("incompatibilities", Incompatibility).values()),
        contradictions=tuple(reader.mapping("contradictions", Contradiction).values()),
        guide_claims=reader.mapping("guide_claims.yaml", GuideClaim),
        breakdowns=reader.mapping("breakdowns.yaml", Breakdown),
        official_exceptions=reader.mapping("official_exceptions.yaml", OfficialException),
        tiles=reader.mapping("tiles.yaml", Tile),
        synonyms=reader.mapping("synonyms.yaml", Synonym),
    )
    if not reader.problems:
        _check_references(catalogue, reader)
    if reader.problems:
        raise CatalogueError(reader.problems)
    return catalogue


def read_entries(root: Path, path: str, model: type[Model]) -> dict[str, Model]:
    """The entries of one file alone, for what a single command needs. Raises CatalogueError as ``load_catalogue``."""
    reader = _Reader(root)
    entries = reader.mapping(path, model)
    if reader.problems:
        raise CatalogueError(reader.problems)
    return entries


def _check_references(catalogue: Catalogue, reader: _Reader) -> None:
    """Every id named in an entry must exist, and entries must not contradict themselves."""
    for theme in catalogue.themes.values():
        reader.refers("Theme", theme.id, "headline", [theme.headline or ""], [*catalogue.indicators, ""])
        if not theme.headline and not theme.headline_absent:
            reader.complain("Theme", theme.id, "headline_absent", "dire pourquoi il n'y a pas d'indicateur phare")
    for zone in catalogue.zones.values():
        reader.refers("Zone", zone.id, "predecessor", [zone.predecessor or ""], [*catalogue.zones, ""])
    for territory in catalogue.territories.values():
        reader.refers("Territory", territory.id, "parent", [territory.parent or ""], [*catalogue.territories, ""])
    for indicator in catalogue.indicators.values():
        reader.refers("Indicator", indicator.id, "theme", [indicator.theme], catalogue.themes)
        reader.refers("Indicator", indicator.id, "unit", [indicator.unit], catalogue.units)
        reader.refers("Indicator", indicator.id, "comparators", indicator.comparators, catalogue.zones)
        if (indicator.aggregation == Aggregation.WEIGHTED_MEAN) != bool(indicator.weight):
            reader.complain("Indicator", indicator.id, "weight", "à donner avec weighted_mean, et seulement alors")
    _check_breaks(catalogue, reader)
    _check_guide_claims(catalogue, reader)
    _check_tiles(catalogue, reader)
    _check_synonyms(catalogue, reader)


def _check_tiles(catalogue: Catalogue, reader: _Reader) -> None:
    """Each tile is of a known territory, and alone in its cell."""
    taken: dict[tuple[int, int], str] = {}
    for tile in catalogue.tiles.values():
        reader.refers("Tile", tile.id, "territory", [tile.id], catalogue.territories)
        first = taken.setdefault((tile.column, tile.row), tile.id)
        if first != tile.id:
            reader.complain("Tile", tile.id, "column", f"la case est déjà celle de {first}")


def _check_synonyms(catalogue: Catalogue, reader: _Reader) -> None:
    """Each group of words means one kind of thing, which exists."""
    for entry in catalogue.synonyms.values():
        reader.refers("Synonym", entry.id, "indicators", entry.indicators, catalogue.indicators)
        reader.refers("Synonym", entry.id, "zones", entry.zones, catalogue.zones)
        reader.refers("Synonym", entry.id, "territories", entry.territories, catalogue.territories)
        reader.refers("Synonym", entry.id, "breakdowns", entry.breakdowns, catalogue.breakdown_labels())
        for age in entry.ages:
            if not re.fullmatch(AGE_PATTERN, age):
                reader.complain("Synonym", entry.id, "ages", f"{age!r} n'est pas un âge (Y15T64, Y_LT30, Y_GE65)")
        meant = [entry.indicators, entry.zones, entry.territories, entry.about_people]
        if sum(map(bool, meant)) != 1:
            reader.complain(
                "Synonym", entry.id, "words", "dire une seule chose : indicators, zones, territories ou des personnes"
            )


def _check_breaks(catalogue: Catalogue, reader: _Reader) -> None:
    for entry in catalogue.breaks:
        reader.refers("Break", entry.id, "indicators", entry.indicators, catalogue.indicators)
        reader.refers("Break", entry.id, "zones", entry.zones, catalogue.zones)
        if not is_period(entry.at):
            reader.complain("Break", entry.id, "at", f"{entry.at!r} n'est pas une période")
    for pair in catalogue.incompatibilities:
        reader.refers("Incompatibility", pair.id, "indicators", pair.indicators, catalogue.indicators)
        reader.refers("Incompatibility", pair.id, "sources", pair.sources, catalogue.sources)
    for case in catalogue.contradictions:
        reader.refers("Contradiction", case.id, "indicator", [case.indicator], catalogue.indicators)
        reader.refers("Contradiction", case.id, "territory", [case.territory], catalogue.territories)
        reader.refers("Contradiction", case.id, "zone", [case.zone], catalogue.zones)
        reader.refers("Contradiction", case.id, "sources", [case.preferred, *case.others], catalogue.sources)


def _check_guide_claims(catalogue: Catalogue, reader: _Reader) -> None:
    for claim in catalogue.guide_claims.values():
        figures = [*claim.then, *claim.checked, *claim.latest]
        names = [*claim.indicators, *(figure.indicator for figure in figures)]
        reader.refers("GuideClaim", claim.id, "theme", [claim.theme], catalogue.themes)
        reader.refers("GuideClaim", claim.id, "indicators", names, catalogue.indicators)
        places = [figure.territory for figure in figures]
        reader.refers("GuideClaim", claim.id, "territories", places, catalogue.territories)
        reader.refers("GuideClaim", claim.id, "sources", [figure.source for figure in figures], catalogue.sources)
        reader.refers("GuideClaim", claim.id, "zones", [figure.zone for figure in figures], catalogue.zones)
