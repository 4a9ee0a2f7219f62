"""The shapes of what the JSON interface answers, as JSON Schema."""

from translator.web.description.schemas import Schema, an_object, reference

WARNING: Schema = {
    **an_object(
        {"code": {"const": "other-language"}, "language": {"type": "string"}},
        required=["code", "language"],
    ),
    "description": "The text is clearly in another language and came back as it was.",
}
DETECTED = an_object(
    {
        "confidence": {"type": "number", "minimum": 0, "maximum": 100},
        "language": {"type": "string", "examples": ["en"]},
    },
    required=["confidence", "language"],
)
ERROR = an_object(
    {"error": {"type": "string", "description": "The fact, the limit, the remedy."}},
    required=["error"],
)
STATUS = an_object({"status": {"const": "ok"}}, required=["status"])
NAMED = an_object(
    {"code": {"type": "string"}, "name": {"type": "string"}}, required=["code", "name"]
)
TRANSLATION = an_object(
    {
        "translatedText": {"type": "string", "examples": ["La carta llegó esta mañana."]},
        "detectedLanguage": reference("DetectedLanguage"),
        "alternatives": {"type": "array", "items": {"type": "string"}},
        "warning": reference("Warning"),
    },
    required=["translatedText"],
)
TRANSLATIONS = an_object(
    {
        "translatedText": {"type": "array", "items": {"type": "string"}},
        "detectedLanguage": {"type": "array", "items": reference("DetectedLanguage")},
        "alternatives": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "string"}},
        },
        "warning": {
            "type": "array",
            "items": {"anyOf": [reference("Warning"), {"type": "null"}]},
        },
    },
    required=["translatedText"],
)
LANGUAGES: Schema = {
    "type": "array",
    "items": an_object(
        {
            "code": {"type": "string"},
            "name": {"type": "string"},
            "targets": {"type": "array", "items": {"type": "string"}},
        },
        required=["code", "name", "targets"],
    ),
}
FRONTEND_SETTINGS = an_object(
    {
        "apiKeys": {"type": "boolean"},
        "charLimit": {"type": "integer"},
        "filesTranslation": {"type": "boolean"},
        "frontendTimeout": {"type": "integer"},
        "keyRequired": {"type": "boolean"},
        "language": an_object({"source": NAMED, "target": NAMED}, required=["source", "target"]),
        "suggestions": {"type": "boolean"},
        "supportedFilesFormat": {"type": "array", "items": {"type": "string"}},
    },
    required=["charLimit", "language", "supportedFilesFormat"],
)
VERSION = an_object(
    {
        "release": {"type": "string"},
        "version": {"type": "string"},
        "models": {
            "type": "array",
            "items": an_object(
                {
                    "source": {"type": "string"},
                    "target": {"type": "string"},
                    "version": {"type": "string"},
                    "scores": {
                        "type": "object",
                        "description": "By test set; a model without known scores has none.",
                        "additionalProperties": an_object(
                            {"bleu": {"type": "number"}, "chrf": {"type": "number"}},
                            required=["bleu", "chrf"],
                        ),
                    },
                },
                required=["source", "target", "version", "scores"],
            ),
        },
    },
    required=["release", "version", "models"],
)
TRANSLATED_FILE = an_object(
    {
        "translatedFileUrl": {
            "type": "string",
            "format": "uri",
            "description": "It works once, and for some minutes.",
        },
        "warning": reference("Warning"),
    },
    required=["translatedFileUrl"],
)

EVENT = an_object(
    {
        "event": {"enum": ["start", "piece", "done", "error"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    required=["event", "data"],
)
ANSWERS = {
    "Error": ERROR,
    "Warning": WARNING,
    "DetectedLanguage": DETECTED,
    "DetectedLanguages": {"type": "array", "items": reference("DetectedLanguage")},
    "Translation": TRANSLATION,
    "Translations": TRANSLATIONS,
    "TranslatedFile": TRANSLATED_FILE,
    "Languages": LANGUAGES,
    "FrontendSettings": FRONTEND_SETTINGS,
    "Event": EVENT,
    "Status": STATUS,
    "Version": VERSION,
}
