// Places in a text, counted as the protocol counts them.

/** A text and the way its columns are counted: "utf-16" (code units) or "utf-8" (bytes). */
export class Text {
  constructor(content, encoding) {
    this.content = content;
    this.encoding = encoding;
  }

  #units(text) {
    return this.encoding === "utf-8" ? Buffer.byteLength(text, "utf8") : text.length;
  }

  /** The place of an index into the string. Lines end with \n, \r\n or \r. */
  position(index) {
    const before = this.content.slice(0, index).split(/\r\n|\n|\r/);
    return { line: before.length - 1, character: this.#units(before.at(-1)) };
  }

  /** The index of a place. */
  index({ line, character }) {
    let start = 0;
    for (let count = 0; count < line; count += 1) {
      const end = /\r\n|\n|\r/g;
      end.lastIndex = start;
      const found = end.exec(this.content);
      if (!found) return this.content.length;
      start = found.index + found[0].length;
    }
    let index = start;
    let units = 0;
    for (const one of this.content.slice(start)) {
      if (units >= character || one === "\n" || one === "\r") break;
      units += this.#units(one);
      index += one.length;
    }
    return index;
  }

  /** The first occurrence of a text, from `after` on; `of` is the part of it that is meant. */
  range(occurrence, { after = "", of = occurrence } = {}) {
    const from = after === "" ? 0 : this.#find(after, 0) + after.length;
    const start = this.#find(occurrence, from) + occurrence.indexOf(of);
    return { start: this.position(start), end: this.position(start + of.length) };
  }

  /** The text of a range. */
  slice({ start, end }) {
    return this.content.slice(this.index(start), this.index(end));
  }

  #find(text, from) {
    const at = this.content.indexOf(text, from);
    if (at < 0) throw new Error(`the text does not contain ${text}`);
    return at;
  }
}
