"""What programs may read: the same answers as the command line, at stable addresses, read-only."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Blueprint, Response, request

from dashboard import french
from dashboard.gaps import as_dict
from dashboard.reading import Ask, Reading, Stratum
from etl.catalogue import Indicator, UnknownIdError
from etl.model import TOTAL

FILTERS = ("indicator", "territory", "zone", "source", "period")
AGE = re.compile(r"_T|Y[0-9]+(T[0-9]+)?|Y_(LT|GE)[0-9]+")


def blueprint(reading: Reading) -> Blueprint:
    """The addresses under ``/api``, for one store."""
    api = Blueprint("api", __name__, url_prefix="/api")

    @api.errorhandler(UnknownIdError)
    def unknown(error: UnknownIdError) -> Response:
        body = {"code": "unknown_id", "kind": error.kind, "value": error.value, "closest": error.closest}
        return _json({"error": body}, 404)

    @api.errorhandler(ValueError)
    def wrong(error: ValueError) -> Response:
        return _json({"error": {"code": "bad_value", "text": str(error)}}, 400)

    @api.get("/observations.csv")
    def observations_csv() -> Response:
        frame = reading.store.select(**_filters())
        return Response(frame.to_csv(index=False, lineterminator="\n"), content_type="text/csv; charset=utf-8")

    @api.get("/observations.json")
    def observations_json() -> Response:
        records = reading.store.select(**_filters()).to_dict("records")
        return _json([{k: None if v != v else v for k, v in record.items()} for record in records])

    @api.get("/indicators.json")
    def indicators() -> Response:
        return _json([indicator.model_dump(mode="json") for indicator in reading.catalogue.indicators.values()])

    @api.get("/gap.json")
    def gap() -> Response:
        known = reading.catalogue.indicator(request.args.get("indicator", ""))
        asked = {name: request.args.get(name) or None for name in ("territory", "period", "reference")}
        if asked["territory"] and asked["territory"] not in reading.store.territories():
            raise UnknownIdError("territory", asked["territory"], reading.store.territories())
        answer = reading.gap(known.id, Ask(asked["territory"], asked["period"], asked["reference"], _stratum(known)))
        return _json(as_dict(answer, reading.catalogue))

    return api


def _filters() -> dict[str, str | None]:
    return {name: request.args.get(name) or None for name in FILTERS}


def _stratum(indicator: Indicator) -> Stratum | None:
    """The people asked for; None when the asker leaves the choice."""
    sex, age, breakdown = (request.args.get(name) for name in ("sex", "age", "breakdown"))
    if sex and sex not in french.SEXES:
        raise UnknownIdError("sex", sex, french.SEXES)
    if age and not AGE.fullmatch(age):
        raise ValueError(f"{age!r} n'est pas un âge (Y15T64, Y_LT30, Y_GE65)")
    if not (sex or age or breakdown):
        return None
    return (sex or indicator.default_sex, age or indicator.default_age, breakdown or TOTAL)


def _json(body: Any, status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    return Response(text, status=status, content_type="application/json; charset=utf-8")
