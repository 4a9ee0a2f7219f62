/** Make the page better than its form: every subject is a module, here they meet. */

import { offerActions, openLink } from "./actions.js";
import { offerAlternatives } from "./alternatives.js";
import { Direction } from "./direction.js";
import { offerFiles } from "./files.js";
import { offerHistory } from "./history.js";
import { Notices } from "./notices.js";
import { show } from "./output.js";
import { offerPreferences } from "./preferences.js";
import { listen } from "./speech.js";
import { Translation } from "./translation.js";
import { Typing } from "./typing.js";
import { Work } from "./work.js";

const translation = new Translation();
const direction = new Direction();
const work = new Work(translation, direction);
const notices = new Notices(work);
const typing = new Typing(work, notices);

show(translation);
offerAlternatives(translation);
offerActions(typing, work);
offerFiles(typing);
offerHistory(typing, work);
offerPreferences();

const speakers = [
  listen("listen", () => ({
    language: direction.target,
    sentences: translation.pieces.map(({ text }) => text),
  })),
  listen("listen-source", () => ({
    language: direction.source,
    sentences: typing.text.match(/[^.!?\n]+[.!?]*\s*/g) ?? [],
  })),
];
const updateSpeakers = () => speakers.forEach((update) => update());
translation.addEventListener("change", updateSpeakers);
direction.addEventListener("change", updateSpeakers);

openLink(typing);
addEventListener("hashchange", () => openLink(typing));
// Whatever is in the field already: from before a change of language, or of the page.
if (!translation.pieces.length) typing.changed(0);
