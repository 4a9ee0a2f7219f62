"""The sources of parallel text: what each is, what it asks of us, and how much of it is read."""

import dataclasses

PHRASES = "phrases"


@dataclasses.dataclass(frozen=True)
class Source:
    """Describe one source of sentence pairs.

    Args:
        name: The file's name in ``train/``, without its ending.
        about: What kind of text it is.
        licence: The usual licence of the project that it comes from.
        attribution: Whom to name where the text, or a model made from it, is published.
        weight: How often each pair is seen in one epoch; 0.1 means every tenth pair, drawn anew
            for every epoch; 0 leaves the source out.
        restyled: The source, named before this one, of which some pairs are written in another
            way, which the end of the name says; empty for a source of its own.
        dataset: Its name in tensorflow-datasets, for a public set that is downloaded.
        most_pairs: How many pairs of a public set are read, drawn from the whole of it.
    """

    name: str
    about: str
    licence: str
    attribution: str
    weight: float
    restyled: str = ""
    dataset: str = ""
    most_pairs: int = 0


SOURCES = (
    Source("tatoeba", "everyday sentences", "CC BY 2.0 FR", "Tatoeba project contributors", 1.0),
    Source(
        "nllb_seed",
        "professionally translated encyclopedia sentences",
        "CC BY-SA 4.0",
        "NLLB Seed, Open Language Data Initiative",
        2.0,
    ),
    Source(
        "xquad",
        "professionally translated questions and paragraphs",
        "CC BY-SA 4.0",
        "XQuAD, DeepMind",
        1.0,
    ),
    Source(
        "europarl_sample",
        "parliamentary speech",
        "free to use with acknowledgement",
        "Europarl, Philipp Koehn",
        1.0,
    ),
    Source(
        "novels_pd",
        "novels and essays with their old translations",
        "public domain",
        "Project Gutenberg (GITenberg)",
        0.35,
    ),
    Source(
        "openstax",
        "physics, chemistry, statistics and mathematics textbooks",
        "CC BY 4.0",
        "OpenStax",
        0.3,
    ),
    Source(
        "gov_us",
        "sites and forms of public services",
        "public domain / MIT / Apache-2.0",
        "United States government projects",
        1.0,
    ),
    Source(
        "guides_cc",
        "guides on open source, humanities, accessibility and security",
        "CC BY / CC BY-SA / W3C document licence",
        "Open Source Guides, Programming Historian, W3C, OWASP, Open Contracting, rOpenSci",
        0.6,
    ),
    Source("gnome_help", "desktop help", "CC BY-SA 3.0 / GPL", "GNOME Project", 0.3),
    Source("ms_business", "business software manuals", "CC BY 4.0", "Microsoft", 0.1),
    Source("ms_tech", "administration manuals", "CC BY 4.0", "Microsoft", 0.05),
    Source(
        "python_docs",
        "documentation of a programming language",
        "PSF-2.0 / CC0",
        "Python Software Foundation and the Spanish translators",
        0.05,
    ),
    Source(
        "webdocs",
        "documentation of web software",
        "MIT / CC BY 4.0 / BSD / GPL-2",
        "React, FastAPI, Astro, Node.js, Electron, Kubernetes, Bitcoin, Django, phpMyAdmin",
        0.1,
    ),
    Source("mdn", "web documentation", "CC BY-SA 2.5", "MDN contributors", 0.1),
    Source(
        "freecodecamp",
        "programming lessons",
        "BSD-3 / CC BY-SA 4.0",
        "freeCodeCamp",
        0.1,
    ),
    Source("tldr", "descriptions of commands", "CC BY 4.0", "tldr-pages contributors", 0.1),
    Source("adobe_target", "manual of a product", "MIT / CC BY", "Adobe", 0.1),
    Source(
        "app_strings",
        "interface strings",
        "MPL-2.0 / MIT / GPL-2 / Apache-2.0",
        "Mozilla, iNaturalist, OpenStreetMap, Wikimedia, DuckDuckGo",
        0.5,
    ),
    Source(
        "stsb_mt",
        "short sentences, translated by a machine: left out",
        "CC BY-SA 4.0",
        "stsb-multi-mt",
        0.0,
    ),
    Source(
        PHRASES,
        "everyday phrases written for this project",
        "MIT, as this project",
        "Traductor",
        1.0,
    ),
    Source(
        "tatoeba.capitals",
        "some of `tatoeba` in capitals, or without punctuation",
        "CC BY 2.0 FR",
        "Tatoeba project contributors",
        0.5,
        restyled="tatoeba",
    ),
    Source(
        "phrases.capitals",
        "some of `phrases` in capitals, or without punctuation",
        "MIT, as this project",
        "Traductor",
        1.0,
        restyled=PHRASES,
    ),
    Source(
        "phrases.words",
        "single words of `phrases`, with and without a capital and a full stop",
        "MIT, as this project",
        "Traductor",
        4.0,
        restyled=PHRASES,
    ),
)

WEIGHTS = {source.name: source.weight for source in SOURCES if source.weight}
IN_THE_TEXT_FOLDER = tuple(
    source for source in SOURCES if source.name != PHRASES and not source.restyled
)

# Well-known sets, none of which is read unless it is asked for: they come over the network.
PUBLIC = (
    Source(
        "para_crawl",
        "web pages, as they were crawled",
        "CC0 1.0 (the texts belong to their authors)",
        "ParaCrawl, release 4",
        0.0,
        dataset="para_crawl/enes",
        most_pairs=1_000_000,
    ),
    Source(
        "opus",
        "leaflets and reports of the European Medicines Agency",
        "free to use with acknowledgement",
        "OPUS (Tiedemann 2012), EMEA",
        0.0,
        dataset="opus/medical",
        most_pairs=300_000,
    ),
    Source(
        "opus_subtitles",
        "subtitles of films",
        "free to use with acknowledgement",
        "OPUS (Tiedemann 2012), www.opensubtitles.org",
        0.0,
        dataset="opus/subtitles",
        most_pairs=1_000_000,
    ),
    Source(
        "wmt13_translate",
        "parliament, news, United Nations and web pages",
        "free for research",
        "Workshop on Statistical Machine Translation 2013",
        0.0,
        dataset="wmt13_translate/es-en",
        most_pairs=1_000_000,
    ),
    Source(
        "ted_multi_translate",
        "talks",
        "CC BY-NC-ND 4.0: not for a model that is published",
        "TED; Qi et al. 2018",
        0.0,
        dataset="ted_multi_translate",
        most_pairs=300_000,
    ),
)
