"""Find the sentences that run on from one cue to the next."""

import re
from collections.abc import Sequence

from translator.documents.asking import has_letters
from translator.documents.subtitling.cues import Cue
from translator.documents.subtitling.speeches import Speech

_ENDED = re.compile(r"(?<![.!?…:])[.!?…:]++[\"'”’»)\]]*$")
# In automatic subtitles hardly any cue ends with a mark: nothing tells where a sentence ends.
_LEAST_SHARE_ENDED = 0.3
_LONGEST_PAUSE_MILLISECONDS = 3_000
_MOST_CUES = 6
_MOST_CHARACTERS = 400

Scene = Sequence[tuple[Cue, Sequence[Speech]]]


def groups_of(scene: Scene) -> list[list[Speech]]:
    """Put the speeches of all cues together that share a sentence, in their order."""
    speeches = [speech for _, said in scene for speech in said]
    ended = sum(bool(_ENDED.search(speech.unit.text)) for speech in speeches)
    are_marked = ended >= _LEAST_SHARE_ENDED * len(speeches)
    groups: list[list[Speech]] = []
    before: Cue | None = None
    for cue, said in scene:
        for index, speech in enumerate(said):
            is_near = before and cue.begins - before.ends <= _LONGEST_PAUSE_MILLISECONDS
            if index == 0 and is_near and are_marked and _goes_on(groups[-1], speech):
                groups[-1].append(speech)
            else:
                groups.append([speech])
        before = cue if said else None
    return groups


def _goes_on(group: Sequence[Speech], speech: Speech) -> bool:
    """Tell whether the last sentence of a group goes on with what is said next."""
    last = group[-1]
    length = sum(len(each.unit.text) for each in [*group, speech])
    return (
        len(group) < _MOST_CUES
        and length <= _MOST_CHARACTERS
        and has_letters(last.unit.text)
        and has_letters(speech.unit.text)
        and not _ENDED.search(last.unit.text)
        and not last.passage.text[last.unit.end :].strip()
        and not speech.passage.text[: speech.unit.start].strip()
    )
