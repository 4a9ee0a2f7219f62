"""What the elements and attributes of HTML mean for the text in and around them."""

from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("""
    area base br col embed hr img input link meta param source track wbr
""")
# All others end a sentence where they begin and where they end.
INLINE = _names("""
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark
    math nobr q s samp script small span strike strong style sub sup svg time tt u var
    wbr
""")
_UNTRANSLATED = _names("""
    code iframe kbd math noembed noframes plaintext pre samp script style svg textarea
    var xmp
""")
_PROGRAMS = _names("""
    script style svg
""")

_TEXT_ATTRIBUTES = _names("""
    alt aria-description aria-label aria-placeholder aria-roledescription aria-valuetext
    placeholder title
""")
_TEXTS_OF_META = _names("""
    description og:description og:image:alt og:title twitter:description
    twitter:image:alt twitter:title
""")
_LABELLED = _names("""
    optgroup option track
""")
_BUTTONS = _names("""
    button reset submit
""")


def is_untranslated(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element and all in it stay as they are."""
    return (
        name in _UNTRANSLATED
        or attributes.get("translate", "").lower() == "no"
        or "notranslate" in attributes.get("class", "").split()
    )


def is_word(name: str) -> bool:
    """Tell whether a reader sees an untranslated element as a word of its sentence."""
    return name in INLINE and name not in _PROGRAMS


def is_text(attribute: str, name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an attribute of an element is read by people."""
    if attribute == "content" and name == "meta":
        subject = attributes.get("name") or attributes.get("property") or ""
        return subject.lower() in _TEXTS_OF_META
    if attribute == "value" and name == "input":
        return attributes.get("type", "").lower() in _BUTTONS
    if attribute == "label":
        return name in _LABELLED
    return attribute in _TEXT_ATTRIBUTES


def is_language(attribute: str, name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an attribute says in which language the whole page is."""
    if name == "meta" and attribute == "content":
        return attributes.get("http-equiv", "").lower() == "content-language"
    return name == "html" and attribute in ("lang", "xml:lang")
