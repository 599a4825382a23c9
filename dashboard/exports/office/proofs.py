"""The proof of a document among the parts of its file: a custom XML part, which office suites keep when they save."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.briefs.document import Document
from dashboard.briefs.proof import FORMAT, NAMESPACE, SEAL, proof_text
from dashboard.exports import ExportError
from dashboard.exports.office.package import Parts, parse
from dashboard.exports.office.texts import in_xml

ITEM_TYPE = "application/xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{6C697369-6572-4500-8000-70726575766F}"
"""Names the part in every file: never drawn by chance."""


def proof_part(document: Document, seal: Mapping[str, Any] | None = None) -> bytes:
    """The part that holds the proof of a document, with the seal of its file."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<proof xmlns="{NAMESPACE}">{in_xml(proof_text(document, seal))}</proof>'
    ).encode()


def properties_part() -> bytes:
    """The part that names it."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def drop_proofs(part: Any) -> None:
    """Takes out of a template the proof of the document it was made from; ``part`` is its main part."""
    marker = NAMESPACE.encode()
    for key, relation in list(part.rels.items()):
        if not relation.is_external and relation.reltype.endswith("/customXml") and marker in relation.target_part.blob:
            part.rels.pop(key)


def proof_in(parts: Parts) -> tuple[dict[str, Any], dict[str, Any]]:
    """The proof that a file holds, and its seal. Raises ExportError when it holds none that can be read."""
    name = proof_name(parts)
    if name:
        proof = _decoded("".join(str(text) for text in parse(parts.content[name], name).itertext()))
        return proof, proof.pop(SEAL, {})
    raise ExportError(
        "Ce fichier ne porte pas de preuve Lisière : il n’a pas été fait par Lisière, ou il a été enregistré par un "
        "logiciel qui l’a retirée."
    )


def proof_name(parts: Parts) -> str:
    """The part that holds the proof; empty when there is none."""
    marker = NAMESPACE.encode()
    for name, blob in parts.content.items():
        if name.startswith("customXml/item") and "Props" not in name and marker in blob:
            root = parse(blob, name)
            if root.tag == f"{{{NAMESPACE}}}proof":
                return name
    return ""


def _decoded(text: str) -> dict[str, Any]:
    try:
        proof = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportError("La preuve que porte ce fichier est abîmée : elle ne peut pas être lue.") from error
    if not isinstance(proof, dict) or proof.get("format") != FORMAT:
        raise ExportError("La preuve que porte ce fichier n’est pas une preuve Lisière.")
    return proof
