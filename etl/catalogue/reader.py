"""Reads and validates a folder of YAML files; gathers every problem before complaining."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from etl.catalogue.lookup import Catalogue, CatalogueError, UnknownIdError
from etl.catalogue.schema import (
    Aggregation,
    Break,
    Contradiction,
    Entry,
    GuideClaim,
    Incompatibility,
    Indicator,
    Source,
    Territory,
    Theme,
    Unit,
    Zone,
)
from etl.model import is_period

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
            self.problems.append(f"{path.name}: the file is missing")
        except UnicodeDecodeError as error:
            self.problems.append(f"{self._name(path)}: not UTF-8 text (byte {error.start})")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
            self.problems.append(f"{self._name(path)}{where}: {getattr(error, 'problem', None) or error}")
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
                self.problems.append(
                    f"{self._name(file)}: expected entries written « id: … », found a list or a word"
                )
                continue
            for key, body in content.items():
                entry = self._entry(file, str(key), model, body, defaults)
                if entry is None:
                    continue
                if str(key) in found:
                    first = self.origin[model.__name__, str(key)]
                    self.problems.append(f"{self._name(file)}: key {key}: already defined in {first}")
                    continue
                self.origin[model.__name__, str(key)] = self._name(file)
                found[str(key)] = entry
        return found

    def _entry(
        self, file: Path, key: str, model: type[Model], body: Any, defaults: Mapping[str, Any]
    ) -> Model | None:
        if not isinstance(body, dict):
            self.problems.append(f"{self._name(file)}: key {key}: expected fields, found {body!r}")
            return None
        try:
            return model.model_validate({"id": key, **defaults, **body})
        except ValidationError as error:
            for problem in error.errors():
                field = ".".join(str(part) for part in problem["loc"])
                given = "" if problem["type"] == "missing" else f" (found {problem['input']!r})"
                self.problems.append(f"{self._name(file)}: key {key}.{field}: {problem['msg']}{given}")
            return None

    def refers(self, kind: str, owner: str, field: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Complain of names that are not known."""
        known = set(known)
        for name in names:
            if name not in known:
                near = UnknownIdError(field, name, known).closest
                hint = f"; did you mean {', '.join(near)}?" if near else ""
                where = self.origin.get((kind, owner), kind)
                self.problems.append(f"{where}: key {owner}.{field}: {name!r} is not in the catalogue{hint}")


class _UniqueKeyLoader(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys without a word; a catalogue must not."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_catalogue(root: Path) -> Catalogue:
    """Read and validate ``root`` (a folder laid out as ``data/catalogue``).

    Raises CatalogueError with every file, key and reason.
    """
    if not root.is_dir():
        raise CatalogueError([f"{root}: the folder does not exist"])
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
    )
    if not reader.problems:
        _check_references(catalogue, reader)
    if reader.problems:
        raise CatalogueError(reader.problems)
    return catalogue


def _check_references(catalogue: Catalogue, reader: _Reader) -> None:
    """Every id named in an entry must exist, and entries must not contradict themselves."""
    for theme in catalogue.themes.values():
        reader.refers("Theme", theme.id, "headline", [theme.headline or ""], [*catalogue.indicators, ""])
        if not theme.headline and not theme.headline_absent:
            reader.problems.append(f"themes.yaml: key {theme.id}.headline_absent: say why there is no headline")
    for territory in catalogue.territories.values():
        reader.refers("Territory", territory.id, "parent", [territory.parent or ""], [*catalogue.territories, ""])
    for indicator in catalogue.indicators.values():
        reader.refers("Indicator", indicator.id, "theme", [indicator.theme], catalogue.themes)
        reader.refers("Indicator", indicator.id, "unit", [indicator.unit], catalogue.units)
        reader.refers("Indicator", indicator.id, "comparators", indicator.comparators, catalogue.zones)
        if (indicator.aggregation == Aggregation.WEIGHTED_MEAN) != bool(indicator.weight):
            where = reader.origin["Indicator", indicator.id]
            reader.problems.append(f"{where}: key {indicator.id}.weight: give it with weighted_mean, and only then")
    _check_breaks(catalogue, reader)
    _check_guide_claims(catalogue, reader)


def _check_breaks(catalogue: Catalogue, reader: _Reader) -> None:
    for entry in catalogue.breaks:
        reader.refers("Break", entry.id, "indicators", entry.indicators, catalogue.indicators)
        reader.refers("Break", entry.id, "zones", entry.zones, catalogue.zones)
        if not is_period(entry.at):
            reader.problems.append(
                f"{reader.origin['Break', entry.id]}: key {entry.id}.at: {entry.at!r} is no period"
            )
    for pair in catalogue.incompatibilities:
        reader.refers("Incompatibility", pair.id, "indicators", pair.indicators, catalogue.indicators)
        reader.refers("Incompatibility", pair.id, "sources", pair.sources, catalogue.sources)
    for case in catalogue.contradictions:
        reader.refers("Contradiction", case.id, "indicator", [case.indicator], catalogue.indicators)
        reader.refers("Contradiction", case.id, "sources", [case.preferred, *case.others], catalogue.sources)


def _check_guide_claims(catalogue: Catalogue, reader: _Reader) -> None:
    for claim in catalogue.guide_claims.values():
        figures = [*claim.then, *claim.checked, *claim.latest]
        names = [*claim.indicators, *(figure.indicator for figure in figures)]
        reader.refers("GuideClaim", claim.id, "theme", [claim.theme], catalogue.themes)
        reader.refers("GuideClaim", claim.id, "indicators", names, catalogue.indicators)
        reader.refers("GuideClaim", claim.id, "sources", [figure.source for figure in figures], catalogue.sources)
        reader.refers("GuideClaim", claim.id, "zones", [figure.zone for figure in figures], catalogue.zones)
