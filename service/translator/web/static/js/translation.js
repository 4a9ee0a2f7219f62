/**
 * A text beside its translation, piece by piece; whoever shows it listens to `change`.
 *
 * @typedef {object} Piece
 * @property {string} source a sentence, or what lies between two
 * @property {string} text its translation
 * @property {number | null} confidence from 0 to 1; null where nothing was translated
 */

export class Translation extends EventTarget {
  /** @type {Piece[]} */
  pieces = [];
  source = "";
  target = "";
  /** @type {Map<string, string>} what the visitor preferred to the first translation */
  #choices = new Map();

  get text() {
    return this.pieces.map(({ text }) => text).join("");
  }

  get original() {
    return this.pieces.map(({ source }) => source).join("");
  }

  /** Begin anew where the languages are others than before. */
  between(/** @type {string} */ source, /** @type {string} */ target) {
    if (source === this.source && target === this.target) return;
    this.source = source;
    this.target = target;
    this.#choices.clear();
    this.replace(0, this.pieces.length, []);
  }

  /**
   * @param {number} start
   * @param {number} count
   * @param {Piece[]} pieces
   */
  replace(start, count, pieces) {
    const added = pieces.map((piece) => this.#asChosen(piece));
    this.pieces.splice(start, count, ...added);
    this.dispatchEvent(new CustomEvent("change", { detail: { start, count, added } }));
  }

  /** Put another translation of a sentence into its place, and keep it for when it comes again. */
  choose(/** @type {number} */ index, /** @type {string} */ text) {
    this.#choices.set(this.pieces[index].source, text);
    this.replace(index, 1, [this.pieces[index]]);
  }

  #asChosen(/** @type {Piece} */ piece) {
    const text = this.#choices.get(piece.source);
    return text === undefined ? piece : { ...piece, text, confidence: 1 };
  }
}

/**
 * Find the lines that a new text shares with the old one at both ends: a line is translated by
 * itself, so only what lies between has to be asked for.
 *
 * @param {Piece[]} pieces
 * @param {string} text
 * @returns {{head: number, tail: number, middle: string}} how many pieces stay at each end
 */
export function shared(pieces, text) {
  let [head, start] = [0, 0];
  for (let index = 0, at = 0; index < pieces.length; index += 1) {
    const { source } = pieces[index];
    if (!text.startsWith(source, at)) break;
    at += source.length;
    if (source.endsWith("\n")) [head, start] = [index + 1, at];
  }
  let [tail, end] = [0, text.length];
  for (let index = pieces.length - 1, at = text.length; index >= head; index -= 1) {
    const { source } = pieces[index];
    at -= source.length;
    if (at < start || !text.startsWith(source, at)) break;
    const begins = index === 0 || pieces[index - 1].source.endsWith("\n");
    if (begins && (at === start || text[at - 1] === "\n")) [tail, end] = [pieces.length - index, at];
  }
  return { head, tail, middle: text.slice(start, end) };
}
