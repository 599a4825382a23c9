"""May this sentence be written? A French sentence, judged against every figure that answers it."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from dashboard.components.verify import answer_parts, examples
from dashboard.questions.checking import LONGEST, check_claim
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View

PATH = "/verifier"
NAVIGATION = "Vérifier une phrase"
SENTENCE = Filter(
    "phrase", "Phrase à vérifier", kind="search", whole=True, longest=LONGEST, submit="Vérifier la phrase"
)
EXAMPLES = (
    "Le chômage est trois fois plus élevé dans les QPV.",
    "En 2014, 26,7 % des actifs des QPV étaient au chômage, contre 9,9 % dans le reste de leurs agglomérations.",
    "Le taux de pauvreté est trois fois plus élevé dans les QPV que la moyenne nationale.",
    "La France compte 1 514 quartiers prioritaires.",
    "L’écart de chômage se creuse entre les QPV et les autres quartiers.",
)


def view(reading: Reading) -> View:
    """The question, and the answer about the sentence that the address of the page holds."""

    def results(chosen: Mapping[str, str]) -> list[Part]:
        sentence = chosen.get(SENTENCE.name, "").strip()
        answered = answer_parts(reading, check_claim(sentence, reading)) if sentence else []
        return [*answered, examples(PATH, EXAMPLES), _what_is_read()]

    return View(
        title="Vérifier une phrase",
        lead=[
            html.H1("Peut-on écrire cette phrase ?"),
            html.P(
                "Une phrase en français sur un indicateur connu, mise en face des chiffres. "
                "Elle ne quitte pas ce serveur.",
                className="subtitle",
            ),
        ],
        filters=[SENTENCE],
        results=results,
    )


def _what_is_read() -> Part:
    return html.Section(
        [
            html.H2("Ce qui est lu dans la phrase"),
            html.P(
                "L’indicateur, le territoire, l’année, les populations, le point de comparaison, les nombres "
                "avec leurs nuances (« près de », « plus de »), le sens de l’écart ou de l’évolution. Une cause, un "
                "rang, un superlatif ou une généralité vont toujours plus loin que ces chiffres."
            ),
            html.P(
                "Une phrase qui n’est pas comprise est dite invérifiable. Une phrase confirmée l’est pour ce qu’elle "
                "dit : le choix de ce qu’elle tait reste à qui l’écrit."
            ),
        ]
    )
