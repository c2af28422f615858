import { Writable } from "node:stream";

/** A terminal that obeys what a frame of progress may ask of one, and throws at anything else. */
export class FakeTerminal extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** How often something was written. */
  writes = 0;
  raw = "";
  readonly #lines: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(columns = 100, rows = 24) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
  }

  /** What a person sees; colors are left out, and spaces at the ends of lines. */
  get screen(): string {
    return this.#lines.map((line) => line.trimEnd()).join("\n");
  }

  override _write(chunk: string, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    this.writes += 1;
    this.raw += chunk;
    // oxlint-disable-next-line no-control-regex -- finding them is what this is for
    for (const [part] of chunk.matchAll(/\u001B\[\??[\d;]*[A-Za-z]|[^\u001B]|\u001B/gs)) this.#obey(part);
    callback();
  }

  #obey(part: string): void {
    // oxlint-disable-next-line no-control-regex -- as above
    const [, count = "", code = ""] = /^\u001B\[\??([\d;]*)([A-Za-z])$/.exec(part) ?? [];
    const steps = Number(count === "" ? 1 : count);
    if (code === "") this.#print(part);
    else if (code === "A") this.#row = Math.max(0, this.#row - steps);
    else if (code === "B") this.#row = Math.min(this.#lines.length - 1, this.#row + steps);
    else if (code === "G") this.#column = steps - 1;
    else if (code === "K")
      this.#lines[this.#row] = count === "2" ? "" : (this.#lines[this.#row] ?? "").slice(0, this.#column);
    else if (!"mhl".includes(code)) throw new Error(`The terminal does not know ${JSON.stringify(part)}.`);
  }

  #print(character: string): void {
    if (character === "\n") {
      this.#row += 1;
      this.#column = 0;
      if (this.#row === this.#lines.length) this.#lines.push("");
      return;
    }
    if (character < " " || character === "\u007F") throw new Error(`Not printable: ${JSON.stringify(character)}.`);
    const line = (this.#lines[this.#row] ?? "").padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
    if (this.#column > this.columns) throw new Error("The line is wider than the terminal.");
  }
}
