"""Say in which language a Word file is, for its spelling checker and for who reads it aloud."""

from translator.documents.office.xml import (
    Element,
    attribute,
    child_of,
    descendants,
    new_element,
    set_attribute,
)

# Word wants to know the country as well.
_LOCALES = {"en": "en-US", "es": "es-ES"}


def set_language(root: Element, target: str) -> None:
    """Change the language wherever a part says that it is that of Latin letters."""
    locale = _LOCALES.get(target, target)
    for element in descendants(root, "lang", "themeFontLang"):
        if attribute(element, "val"):
            set_attribute(element, "val", locale)


def set_default_language(styles: Element, target: str) -> None:
    """Change the language of the styles, and say it where they do not."""
    parent = styles
    for name in ("docDefaults", "rPrDefault", "rPr", "lang"):
        child = child_of(parent, name)
        if child is None:
            child = new_element(parent, name)
            # The schema has an order: defaults come first, a language near the end.
            parent.insert(len(parent) if name == "lang" else 0, child)
        parent = child
    set_attribute(parent, "val", _LOCALES.get(target, target))
    set_language(styles, target)
