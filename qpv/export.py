"""``qpv export``: what one or several pages show, as a file: slides, workbook, note, picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.files import readable_size
from etl.words import counted
from qpv.data import open_data
from qpv.errors import USER_ERROR, CommandError
from qpv.files import unwritable, write_whole
from qpv.formats import format_to_write
from qpv.output import emit

if TYPE_CHECKING:
    from dashboard.briefs.views import Shown
    from dashboard.charts import Chart
    from dashboard.questions.reading import Reading

PICTURES = ("png", "svg")
SCALE = 1.5
"""Of a bitmap: 2,400 by 1,350 pixels, sharp on a projector."""


def export(
    views: Annotated[
        list[str],
        typer.Argument(
            metavar="VUE…",
            help="Adresse d'une page, avec ses filtres : /theme/emploi. Suivie de #nom : un seul de ses graphiques.",
            show_default=False,
        ),
    ],
    style: Annotated[
        str | None,
        typer.Option("--format", "-f", help="pptx, docx, pdf, html, md, xlsx, csv, png ou svg.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FICHIER", help="Fichier à écrire, ou dossier.", show_default=False),
    ] = None,
) -> None:
    """Écrit ce que montrent une ou plusieurs pages : diapositives, classeur, note, image. Aucun navigateur requis."""
    from dashboard.exports import formats

    name = format_to_write(style, output, (*formats(), *PICTURES))
    shown, reading = _shown(views)
    if name in PICTURES:
        _write_pictures(_charts_by_slide(shown, reading, name), name, output)
        return
    from dashboard.briefs.views import document_of_charts
    from dashboard.exports import format_of
    from dashboard.questions.standing import standing_of

    title = shown[0].chart.title if len(shown) == 1 else f"Dossier de {len(shown)} graphiques"
    document = document_of_charts(standing_of(reading), shown, title, date.today().isoformat())
    module = format_of(name)
    path = _path(output, f"lisiere-{document.name}{module.SUFFIX}")
    content = module.write(document)
    write_whole(path, content)
    emit(f"{path} : {counted(len(shown), 'graphique')}, {module.NAME}, {readable_size(len(content))}\n")


def _shown(views: list[str]) -> tuple[list[Shown], Reading]:
    """The charts of some addresses. Raises CommandError for an address that shows nothing."""
    from dashboard.briefs.views import SelectionError, UnknownViewError, selection_of
    from dashboard.questions.reading import Reading
    from dashboard.routing import Router

    router = Router(Reading(open_data()))
    try:
        shown = [one for view in selection_of(" ".join(views)) for one in router.shown_at(view)]
    except SelectionError as error:
        raise CommandError("view", str(error), status=USER_ERROR) from None
    except UnknownViewError as error:
        raise CommandError("view", error.text, status=USER_ERROR) from None
    return shown, router.reading


def _path(output: Path | None, name: str) -> Path:
    if output is None:
        return Path(name)
    return output / name if output.is_dir() else output


def _charts_by_slide(shown: list[Shown], reading: Reading, name: str) -> list[list[Chart]]:
    """For each chart, what fits on a slide: itself, or its parts."""
    from dashboard.exports.drawing import parted

    return [parted(one.chart, _dated(), reading.catalogue, font=_font(name)) for one in shown]


def _write_pictures(charts: list[list[Chart]], name: str, output: Path | None) -> None:
    """One picture a chart, or one a part of it: into the file when there is one chart (its parts beside it, numbered),
    else into a folder."""
    if len(charts) > 1 and output is not None and not output.is_dir():
        if output.suffix:
            names = ", ".join(f"#{chart.name.removesuffix('-1') if more else chart.name}" for chart, *more in charts)
            text = f"{len(charts)} graphiques : donner un dossier, ou en choisir un ({names})."
            raise CommandError("view", text, status=USER_ERROR)
        try:
            output.mkdir(parents=True)
        except OSError as error:
            raise unwritable(output, error) from None
    written: set[Path] = set()
    for parts in charts:
        for rank, chart in enumerate(parts, 1):
            path = _path(output, f"lisiere-{chart.name}.{name}")
            if len(parts) > 1 and path == output:
                path = output.with_stem(f"{output.stem}-{rank}")
            path = _not_among(written, path)
            written.add(path)
            content = _picture(chart, name)
            write_whole(path, content)
            emit(f"{path} : {chart.title}, {readable_size(len(content))}\n")


def _not_among(written: set[Path], path: Path) -> Path:
    """The path, or the next one that is free: charts of two pages may have the same name."""
    free = (path.with_stem(f"{path.stem}-{chr(letter)}") for letter in range(ord("b"), ord("z")))
    return path if path not in written else next(other for other in free if other not in written)


def _picture(chart: Chart, name: str) -> bytes:
    from dashboard.exports.drawing import picture
    from dashboard.exports.drawing.bitmap import png

    drawing = picture(chart, _dated(), font=_font(name))
    return drawing.encode() if name == "svg" else png(drawing, SCALE)


def _dated() -> str:
    from dashboard import french

    return f"le {french.published(date.today().isoformat())}"


def _font(name: str) -> str:
    """The letters of a drawing are those of the reader; a bitmap has its own."""
    from dashboard.exports.drawing import SANS
    from dashboard.exports.drawing.bitmap import FONT

    return SANS if name == "svg" else FONT
