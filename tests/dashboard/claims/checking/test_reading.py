"""What is read in a sentence before anything is judged."""

from __future__ import annotations

import pytest

from dashboard.claims.checking import Lexicon, Statement, read_statements
from dashboard.claims.checking.statement import Bound, Direction, Excess, Measure, Move, Obstacle, Side
from dashboard.claims.checking.typing_in import even
from etl.catalogue import Catalogue


@pytest.fixture(scope="module")
def lexicon(catalogue: Catalogue) -> Lexicon:
    return Lexicon(catalogue)


def read(text: str, lexicon: Lexicon, catalogue: Catalogue) -> Statement:
    statements = read_statements(text, lexicon, catalogue)
    assert len(statements) == 1, statements
    return statements[0]


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("Vingt-sept pour cent", "27 pour cent"),
        ("deux fois et demie", "2,5 fois"),
        ("un sur deux", "un sur 2"),
        ("soixante et onze points", "71 points"),
        ("quatre-vingt-dix-sept euros", "97 euros"),
        ("bac+2", "bac +2"),
        ("l’Île-de-France", "l'Ile de France"),
        ("18,3\u202f%", "18,3 %"),
        ("Deux-Sèvres", "Deux Sevres"),
    ],
)
def test_typing_is_made_even(typed: str, made: str) -> None:
    assert even(typed) == made


@pytest.mark.parametrize(
    ("words", "measure", "value", "bound"),
    [
        ("18,3 % des actifs", Measure.LEVEL, 18.3, Bound.EXACT),
        ("près de 18 % des actifs", Measure.LEVEL, 18, Bound.NEARLY),
        ("plus d’un actif sur cinq", Measure.LEVEL, 20, Bound.MORE),
        ("les deux tiers des actifs", Measure.LEVEL, 200 / 3, Bound.EXACT),
        ("moins de la moitié des actifs", Measure.LEVEL, 50, Bound.LESS),
        ("2,4 fois plus d’actifs", Measure.TIMES, 2.4, Bound.EXACT),
        ("environ trois fois plus d’actifs", Measure.TIMES, 3, Bound.ABOUT),
        ("dix points de plus", Measure.DIFFERENCE, 10, Bound.EXACT),
        ("10,8 % de plus", Measure.PERCENT_MORE, 10.8, Bound.EXACT),
        ("supérieur de 10,8 %", Measure.PERCENT_MORE, 10.8, Bound.EXACT),
    ],
)  # fmt: skip
def test_numbers(
    words: str, measure: Measure, value: float, bound: Bound, lexicon: Lexicon, catalogue: Catalogue
) -> None:
    statement = read(f"En 2022, dans les QPV, le chômage : {words}", lexicon, catalogue)
    assert statement.years == (2022,)
    (number,) = statement.numbers
    assert (number.measure, number.bound) == (measure, bound)
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Le chômage est de 18,3 % dans les QPV, contre 7,5 % dans les autres quartiers", "ht"),
        ("Le chômage est de 7,5 % dans les autres quartiers, contre 18,3 % dans les QPV", "th"),
        ("Hors des QPV, 12 % de pauvres, contre 43,6 %", "th"),
        ("Le chômage est plus élevé dans les QPV que dans les autres quartiers : 18,3 % contre 7,5 %", "ht"),
        ("Hors des QPV, le chômage est plus faible que dans les QPV : 7,5 % contre 18,3 %", "th"),
        ("Le chômage des QPV passe de 26,7 % en 2014 à 22,5 % en 2019", "hh"),
    ],
)  # fmt: skip
def test_sides(sentence: str, sides: str, lexicon: Lexicon, catalogue: Catalogue) -> None:
    numbers = read(sentence, lexicon, catalogue).numbers
    assert [number.side for number in numbers] == [Side.HERE if side == "h" else Side.THERE for side in sides]


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Le chômage est plus élevé dans les QPV que dans les autres quartiers", Direction.HIGHER),
        ("Dans les autres quartiers, le chômage est plus faible que dans les QPV", Direction.HIGHER),
        ("Le chômage est plus faible hors des QPV", Direction.HIGHER),
        ("La part des plus de 60 ans dans les QPV", None),
        ("Plus de 20 % de chômage dans les QPV", None),
        ("Au moins 20 % de chômage dans les QPV", None),
        ("Le chômage des QPV ne se distingue pas nettement de celui des autres quartiers", Direction.NEAR),
        ("Il y a autant de chômage dans les QPV que dans les autres quartiers", Direction.EQUAL),
    ],
)
def test_directions(sentence: str, direction: Direction | None, lexicon: Lexicon, catalogue: Catalogue) -> None:
    assert read(sentence, lexicon, catalogue).direction == direction


@pytest.mark.parametrize(
    ("sentence", "excess"),
    [
        ("Le chômage des QPV s’explique par le manque de transports", Excess.CAUSE),
        ("Le racisme et le chômage dans les QPV", Excess.DISCRIMINATION),
        ("Les habitants des QPV s’appauvrissent", Excess.PEOPLE),
        ("Tous les habitants des QPV sont pauvres", Excess.ALL),
        ("Le chômage le plus élevé, celui des QPV", Excess.SUPERLATIVE),
        ("Les QPV du Nord sont au 3e rang pour la pauvreté", Excess.RANK),
        ("Deux fois plus de risques de chômage dans les QPV", Excess.ODDS),
    ],
)
def test_excesses(sentence: str, excess: Excess, lexicon: Lexicon, catalogue: Catalogue) -> None:
    assert excess in read(sentence, lexicon, catalogue).excesses


@pytest.mark.parametrize(
    ("sentence", "move"),
    [
        ("Le chômage recule dans les QPV", Move.DOWN),
        ("Le chômage augmente dans les QPV", Move.UP),
        ("Le chômage reste stable dans les QPV", Move.STABLE),
        ("L’écart de chômage se creuse entre les QPV et les autres quartiers", Move.WIDENS),
        ("Les QPV rattrapent les autres quartiers pour le chômage", Move.NARROWS),
    ],
)
def test_moves(sentence: str, move: Move, lexicon: Lexicon, catalogue: Catalogue) -> None:
    assert read(sentence, lexicon, catalogue).move == move


@pytest.mark.parametrize(
    ("sentence", "places", "obstacle"),
    [
        ("Le chômage des QPV en Seine-Saint-Denis", ("DEP-93",), None),
        ("Le chômage des QPV de la Loire", ("DEP-42",), None),
        ("Le chômage des QPV des Pays de la Loire", ("REG-52",), None),
        ("L’écart de chômage se creuse dans les QPV", (), None),
        ("Le chômage des QPV de Marseille", (), Obstacle.PLACE),
        ("le chomage des qpv de roubaix", (), Obstacle.PLACE),
        ("Le chômage des QPV va baisser", (), Obstacle.FUTURE),
        ("Le chômage baisse-t-il dans les QPV ?", (), Obstacle.QUESTION),
        ("18 % des chômeurs vivent dans les QPV", (), Obstacle.REVERSED),
        ("Dans les QPV, les femmes sont moins souvent au chômage que les hommes", (), Obstacle.GROUPS),
        ("Le chômage des QPV est plus fort en Bretagne qu’en Corse", ("REG-53",), Obstacle.PLACES),
    ],
)
def test_places_and_obstacles(
    sentence: str, places: tuple[str, ...], obstacle: Obstacle | None, lexicon: Lexicon, catalogue: Catalogue
) -> None:
    statement = read(sentence, lexicon, catalogue)
    assert statement.places == places
    assert statement.obstacle == obstacle


def test_two_indicators_are_judged_apart(lexicon: Lexicon, catalogue: Catalogue) -> None:
    first, second = read_statements(
        "En 2022, le taux de chômage des QPV est de 18,3 % et leur taux d’inactivité de 41 %.", lexicon, catalogue
    )
    assert first.indicators[0] == "unemployment_rate"
    assert second.indicators[0] == "inactivity_rate"
    assert second.years == (2022,)
    assert second.here == ("qpv",)
