"""The settings: environment variables named QPV_…, each with its default and its meaning, checked when read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from etl.catalogue import UnknownIdError
from etl.errors import french_reason, suggestion
from qpv.errors import CommandError

PREFIX = "QPV_"


def project_root() -> Path:
    """The folder that contains ``data``: that of the code, else the nearest above the current one.

    The second case is a copy of the code installed apart from the data.
    """
    here = Path.cwd()
    candidates = [Path(__file__).parents[1], here, *here.parents]
    return next((folder for folder in candidates if (folder / "data" / "catalogue").is_dir()), here)


Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
"""A relative path that the user gives starts from the current folder, as in every command."""


def _folder(default: str, description: str) -> Any:
    """A default starts from the project, so that the command works from any folder."""
    return Field(default_factory=lambda: project_root() / default, description=description)


class Settings(BaseSettings):
    """What may be set from outside. A field ``port`` is the variable ``QPV_PORT``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    indicators_dir: Folder = _folder(
        "data/indicators",
        "Dossier des observations : écrit par « qpv etl », lu par le tableau de bord et toutes les commandes.",
    )
    catalogue_dir: Folder = _folder(
        "data/catalogue", "Dossier du catalogue : indicateurs, sources, zones, territoires, ruptures."
    )
    sources_dir: Folder = _folder("data/sources", "Dossier des tableaux transcrits que lit « qpv etl ».")
    raw_dir: Folder = _folder(
        "data/raw", "Dossier des fichiers officiels, tels que « qpv download » les reçoit de leurs éditeurs."
    )
    host: Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+$")] = Field(
        "127.0.0.1", description="Adresse d'écoute du tableau de bord ; 0.0.0.0 l'ouvre à tout le réseau."
    )
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8050, description="Port d'écoute du tableau de bord ; 0 prend un port libre."
    )
    workers: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Nombre de processus du tableau de bord ; les données sont lues une fois pour tous."
    )
    threads: Annotated[int, Field(ge=1, le=64)] = Field(4, description="Nombre de fils par processus.")
    geocoder_url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] = Field(
        "https://data.geopf.fr/geocodage/search",
        description="Géocodeur auquel « qpv locate --address » envoie l'adresse, et elle seule.",
    )
    site_url: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = Field(
        "", description="Adresse publique du tableau de bord, pour le lien que portent les notes de « qpv brief »."
    )
    page_geocoder: Annotated[int, Field(ge=0, le=1)] = Field(
        0,
        description="1 : la page « Est-ce en QPV ? » envoie elle aussi au géocodeur l'adresse tapée ; 0 : jamais.",
    )


def load_settings(**given: Any) -> Settings:
    """The settings of the environment, with those ``given`` on the command line instead (None is not given).

    Raises CommandError naming each variable that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = [
            f"{variable(str(detail['loc'][0]))} : {french_reason(detail)} (lu : {detail['input']!r})"
            for detail in error.errors()
        ]
        raise CommandError("settings", "Réglage inutilisable.", status=2, problems=problems) from None


def variable(field: str) -> str:
    """``QPV_PORT`` for ``port``."""
    return f"{PREFIX}{field.upper()}"


def described(settings: Settings) -> list[dict[str, str]]:
    """Name, value, default and description of each setting, as text."""
    root = project_root()
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        short = default.relative_to(root).as_posix() if isinstance(default, Path) else default
        rows.append(
            {
                "name": variable(name),
                "value": str(getattr(settings, name)),
                "default": str(short),
                "description": field.description or "",
            }
        )
    return rows


def unknown_variables() -> list[str]:
    """Variables of the environment that look like settings and are not: most often a slip of the pen."""
    known = [variable(name) for name in Settings.model_fields]
    lines = []
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = UnknownIdError("setting", name, known).closest
            lines.append(f"{name} n'est pas un réglage{suggestion(near[:1])}")
    return lines
