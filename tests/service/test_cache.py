"""What the cache remembers, what it forgets, and how the engine uses it."""

import pytest
from translator.cache import ANSWERS_BYTES, SentenceCache
from translator.decoders.decoder import Hypothesis
from translator.engine import Demand, Engine
from translator.making import make_directions
from translator.settings import Settings
from translator.shared_memory import SharedMapping, SharedTable
from translator.text.glossary import Glossary

from tests.service.conftest import ShoutingDecoder

ANSWERS = [Hypothesis("Buenos días.", 0.83), Hypothesis("¡Buenos días!", 0.1)]


@pytest.mark.parametrize("content", [b"", b"a", b"\0" * 16, bytes(range(16))])
def test_a_slot_gives_back_what_was_written(content: bytes) -> None:
    table = SharedTable(3, 16)
    table.write(1, b"before")

    table.write(1, content)

    assert [table.read(slot) for slot in range(3)] == [b"", content, b""]


def test_a_slot_takes_no_more_than_it_holds() -> None:
    table = SharedTable(2, 16)

    with pytest.raises(ValueError, match="17 bytes for a slot of 16"):
        table.write(0, b"a" * 17)
    for slot in (-1, 2):
        with pytest.raises(IndexError):
            table.read(slot)
        with pytest.raises(IndexError):
            table.write(slot, b"")


def test_a_half_written_slot_is_empty() -> None:
    table = SharedTable(2, 64)
    table.write(1, b"first" * 10)
    start = table._step
    half = table._memory[start : start + 20]
    table.write(1, b"other" * 10)
    table._memory[start : start + 20] = half

    assert table.read(1) == b""


def test_a_mapping_pushes_out_but_never_mixes_up() -> None:
    mapping = SharedMapping(8, 16)
    for number in range(100):
        mapping.put(str(number).encode(), str(number).encode())

    found = {number: mapping.get(str(number).encode()) for number in range(100)}

    kept = {number: value for number, value in found.items() if value is not None}
    assert 1 <= len(kept) <= 8
    assert all(value == str(number).encode() for number, value in kept.items())


def test_two_starts_lay_their_slots_differently() -> None:
    places = [[mapping._place(b"a")[0] for mapping in [SharedMapping(1_000, 1)]] for _ in range(20)]

    assert len({place for (place,) in places}) > 1


@pytest.mark.parametrize(
    "answers", [ANSWERS, ANSWERS[:1], [], [Hypothesis("", 0.0)], [Hypothesis("ñ\0\ud800", 1 / 3)]]
)
def test_answers_come_back_as_they_were(answers: list[Hypothesis]) -> None:
    cache = SentenceCache(100)

    cache.put("en-es 1", "Good morning.", answers)

    assert cache.get("en-es 1", "Good morning.") == answers
    assert cache.get("en-es 2", "Good morning.") is None
    assert cache.get("en-es 1", "Good evening.") is None
    assert (cache.hits, cache.misses) == (1, 2)


def test_what_is_too_long_is_not_remembered() -> None:
    cache = SentenceCache(100)

    cache.put("en-es 1", "a", [Hypothesis("a" * ANSWERS_BYTES, 0.5)])

    assert cache.get("en-es 1", "a") is None


def test_a_sentence_is_decoded_once_whoever_asks() -> None:
    decoder, cache = ShoutingDecoder(), SentenceCache(1_000)
    first, second = (Engine(decoder, cache=cache) for _ in range(2))

    assert first.translate(["Hello there. Bye."]) == ["HELLO THERE. BYE."]
    assert list(second.pieces("Hello there.")) == list(first.pieces("Hello there."))

    assert sorted(decoder.sentences) == ["Bye.", "Hello there."]
    assert (cache.hits, cache.misses) == (2, 2)


def test_without_a_cache_it_is_decoded_every_time_but_once_in_a_request() -> None:
    decoder = ShoutingDecoder()
    engine = Engine(decoder)

    for _ in range(2):
        assert engine.translate(["Hello.\nHello.", "Hello."]) == ["HELLO.\nHELLO.", "HELLO."]

    assert decoder.sentences == ["Hello."] * 2
    assert engine.cache is None


def test_two_directions_do_not_answer_for_each_other() -> None:
    cache = SentenceCache(1_000)
    there, back = ShoutingDecoder(), ShoutingDecoder(source="es", target="en")

    Engine(there, cache=cache).translate(["No."])
    Engine(back, cache=cache).translate(["No."])

    assert there.sentences == back.sentences == ["No."]


def test_candidates_are_searched_anew() -> None:
    decoder = ShoutingDecoder()
    engine = Engine(decoder, cache=SentenceCache(1_000))

    engine.translate(["Hello."])
    assert engine.candidates("Hello.", count=3)[0] == "HELLO."

    assert decoder.sentences == ["Hello."] * 2


def test_the_answer_to_one_glossary_is_not_given_to_another() -> None:
    engine = Engine(ShoutingDecoder(), cache=SentenceCache(1_000))
    demand = Demand(glossary=Glossary((("house", "casona"),)))

    assert engine.translate(["The house."]) == ["THE HOUSE."]
    assert "CASONA" in engine.translate(["The house."], demand)[0].upper()
    assert engine.translate(["The house."]) == ["THE HOUSE."]


def test_the_setting_says_how_much_is_remembered() -> None:
    none = make_directions(Settings(server_name="_", cached_sentences=0))
    some = make_directions(Settings(server_name="_", cached_sentences=7))

    assert none.first.cache is None
    assert some.first.cache is not None
    assert len({id(engine.cache) for engine in some.engines}) == 1
