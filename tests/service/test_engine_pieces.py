"""A text sentence by sentence: in order, without a gap, and the same as the text at once."""

import itertools
from collections.abc import Sequence

import pytest
from translator.batching import TURN_SENTENCES
from translator.decoders.decoder import Hypothesis
from translator.engine import Demand, Engine, Piece
from translator.errors import CancelledError
from translator.scheduler import Scheduler

from tests.service.conftest import ShoutingDecoder

LETTER = (
    "Dear Mrs. Brown,\n\n"
    "  thank you for your letter of 3 May. We were glad to hear from you! How are the children?\n"
    "- The house is sold.\n- The garden is not; perhaps next year.\n\n"
    "Thank you very much. We will see each other in summer, when the days are long and warm.\n"
    "Yours, Ann 😀\n"
) * 4
LONG_SENTENCE = ", ".join(f"the letter number {number} arrived" for number in range(100, 160))


class CountingDecoder(ShoutingDecoder):
    """Remember how many sentences each call had."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        self.calls.append(len(sentences))
        return super().hypotheses(sentences, count=count, guarded=guarded)


@pytest.mark.parametrize("text", ["", "\n", "12", "Hello.", "  a. B!\n\n\tc? D\r\ne ", LETTER])
def test_the_pieces_join_to_the_text_and_to_its_translation(text: str) -> None:
    engine = Engine(ShoutingDecoder())

    pieces = list(engine.pieces(text))

    assert "".join(piece.source for piece in pieces) == text
    assert ["".join(piece.text for piece in pieces)] == engine.translate([text])


@pytest.mark.parametrize("text", [LETTER, LONG_SENTENCE, f"Good morning. {LONG_SENTENCE} Bye."])
def test_the_model_says_the_same_at_once_and_in_pieces(real_engine: Engine, text: str) -> None:
    pieces = list(real_engine.pieces(text))

    assert "".join(piece.source for piece in pieces) == text
    assert "".join(piece.text for piece in pieces) == real_engine.translate([text])[0]


def test_what_is_translated_says_how_sure_it_is(real_engine: Engine) -> None:
    pieces = list(real_engine.pieces("Good morning. 12\n"))

    sure = [piece.confidence for piece in pieces if piece.source == "Good morning."]
    assert all(confidence is not None and 0.2 < confidence <= 1 for confidence in sure)
    assert Piece("\n", "\n", None) in pieces


def test_a_sentence_in_parts_is_one_piece(real_engine: Engine) -> None:
    pieces = [piece for piece in real_engine.pieces(LONG_SENTENCE) if piece.confidence is not None]

    assert [piece.source for piece in pieces] == [LONG_SENTENCE]


def test_the_first_sentences_come_before_the_last_are_decoded() -> None:
    decoder = CountingDecoder()
    text = " ".join(f"Sentence {number}." for number in range(10 * TURN_SENTENCES))

    first = next(Engine(decoder).pieces(text))

    assert first.text == "SENTENCE 0."
    assert decoder.calls == [TURN_SENTENCES]


def test_sentences_are_decoded_some_at_a_time() -> None:
    decoder = CountingDecoder()
    text = " ".join(f"Sentence {number}." for number in range(100))

    list(Engine(decoder).pieces(text))

    assert decoder.calls == [16] * 6 + [4]


def test_texts_of_one_request_share_calls() -> None:
    decoder = CountingDecoder()

    answers = Engine(decoder).translate([f"Text {number}." for number in range(12)] * 2)

    assert answers == [f"TEXT {number}." for number in range(12)] * 2
    assert decoder.calls == [12]


def test_nobody_pays_for_pieces_that_nobody_takes() -> None:
    decoder = CountingDecoder()
    scheduler = Scheduler(max_requests=1)
    engine = Engine(decoder, scheduler=scheduler)
    text = " ".join(f"Sentence {number}." for number in range(100))
    pieces = engine.pieces(text)
    list(itertools.islice(pieces, 40))
    assert engine.requests == 1

    pieces.close()  # type: ignore[attr-defined]  # what a server does when the client is gone

    assert engine.requests == 0
    assert sum(decoder.calls) < 100
    assert engine.translate(["Next."]) == ["NEXT."]


def test_a_client_that_goes_away_ends_its_long_text() -> None:
    decoder = CountingDecoder()
    demand = Demand(is_wanted=lambda: len(decoder.calls) < 2)
    text = " ".join(f"Sentence {number}." for number in range(100))

    with pytest.raises(CancelledError):
        Engine(decoder).translate([text], demand)
    assert decoder.calls == [16, 16]


def test_an_echo_where_two_parts_of_a_sentence_meet_is_said_once() -> None:
    class Echoing(ShoutingDecoder):
        def hypotheses(
            self, sentences: Sequence[str], *, count: int, guarded: bool = False
        ) -> list[list[Hypothesis]]:
            super().hypotheses(sentences, count=count, guarded=guarded)
            return [[Hypothesis("no", 0.5)] for _ in sentences]

    decoder = Echoing()
    words = (f"{a}{b}rd" for a, b in itertools.product("abcdefghijklmnopqrst", repeat=2))
    sentence = " ".join(words)

    (answer,) = Engine(decoder).translate([sentence])

    assert len(decoder.sentences) >= 3
    assert answer == "no"
