"""What programs may read: the same answers as the command line, at stable addresses, read-only."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from dashboard.gaps import as_dict
from dashboard.questions.locating import degrees, locating_of
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.profile import profile_as_dict, profile_of
from dashboard.questions.reading import Ask, Reading
from dashboard.questions.standing import standing_of
from dashboard.store import StoreError
from etl.catalogue import UnknownIdError
from etl.geography.sentences import both_as_dict
from etl.geography.stored import GeographyError
from etl.model import COLUMNS, InvalidValueError, plain_number

FILTERS = ("indicator", "territory", "zone", "source", "period")
QUESTION = ("territory", "period", "reference", "sex", "age", "breakdown")
LOGGER = logging.getLogger("lisiere")


def blueprint(reading: Reading) -> Blueprint:
    """The addresses under ``/api``, for one store."""
    api = Blueprint("api", __name__, url_prefix="/api")

    _answer_errors(api)

    @api.get("/observations.csv")
    def observations_csv() -> Response:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for record in _records(reading):
            writer.writerow([v if isinstance(v, str) else plain_number(v) for v in record.values()])
        return Response(text.getvalue(), content_type="text/csv; charset=utf-8")

    @api.get("/observations.json")
    def observations_json() -> Response:
        return _json(_records(reading))

    @api.get("/indicators.json")
    def indicators() -> Response:
        return _json([indicator.model_dump(mode="json") for indicator in reading.catalogue.indicators.values()])

    @api.get("/gap.json")
    def gap() -> Response:
        known = reading.catalogue.indicator(request.args.get("indicator", ""))
        asked = {name: request.args.get(name) or None for name in QUESTION}
        territory = asked["territory"]
        if territory:
            reading.store.known_territory(territory)
        answer = neighbourhoods_of(reading).ask(known.id, Ask(**asked))
        return _json(as_dict(answer, reading.catalogue))

    @api.get("/profile.json")
    def profile() -> Response:
        near = neighbourhoods_of(reading)
        found = profile_of(request.args.get("territory", ""), near, standing_of(reading))
        return _json(profile_as_dict(found, near))

    @api.get("/locate.json")
    def locate() -> Response:
        longitude, latitude = (degrees(request.args.get(name, ""), name) for name in ("longitude", "latitude"))
        found = locating_of(reading).at(longitude, latitude)
        perimeters = both_as_dict(found.answers, found.labels)
        return _json({"longitude": longitude, "latitude": latitude, "perimeters": perimeters})

    return api


def _answer_errors(api: Blueprint) -> None:
    """A question that means nothing, or data that cannot be read, in the shape that the command line gives them."""

    @api.errorhandler(UnknownIdError)
    def unknown(error: UnknownIdError) -> Response:
        return _refuse(error.code, error.text, 404, error.closest)

    @api.errorhandler(InvalidValueError)
    def invalid(error: InvalidValueError) -> Response:
        return _refuse(error.code, str(error), 400)

    @api.errorhandler(GeographyError)
    def damaged(error: GeographyError) -> Response:
        LOGGER.error("Perimeters cannot be read: %s", error)
        return _refuse("data", "Les périmètres sont abîmés : relancer « qpv etl --raw DOSSIER »", 503)

    @api.errorhandler(StoreError)
    def unreadable(error: StoreError) -> Response:
        LOGGER.error("Figures cannot be read: %s", error)
        return _refuse("data", "Des fichiers de chiffres sont abîmés : relancer « qpv etl --raw DOSSIER »", 503)


def _records(reading: Reading) -> list[dict[str, str | float | None]]:
    """The observations that the address asks for; an absent number is None, never NaN."""
    asked = {name: request.args.get(name) or None for name in FILTERS}
    records = reading.store.select(**asked).to_dict("records")
    return [{str(name): None if v != v else v for name, v in record.items()} for record in records]


def _refuse(code: str, text: str, status: int, closest: Sequence[str] = ()) -> Response:
    """An error in the shape that the command line gives it."""
    return _json({"error": {"code": code, "text": text, "closest": list(closest), "problems": []}}, status)


def _json(body: Any, status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    return Response(text, status=status, content_type="application/json; charset=utf-8")
