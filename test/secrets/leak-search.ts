import { format, inspect } from "node:util";

/** Repeated in everything that must not be shown, so that a part of it is also found. */
export const MARK = "Zq7Leak";

/** A secret of that kind: only letters and digits, which no encoding of URLs, JSON or headers changes. */
export function planted(kind: string): string {
  return [MARK, kind, MARK, kind, MARK].join("");
}

const forms = [MARK, Buffer.from(MARK).toString("hex")].map((form) => form.toLowerCase());

/** Collects all output, and finds the planted secrets in it. */
export class LeakSearch {
  readonly #leaks: string[] = [];
  #looked = 0;

  /** Checks a value in every form in which it could get into a log. */
  look(where: string, value: unknown): void {
    for (const [form, text] of Object.entries(writtenForms(value))) {
      this.#looked += 1;
      const found = forms.map((mark) => text.toLowerCase().indexOf(mark)).find((index) => index >= 0);
      if (found !== undefined)
        this.#leaks.push(`${where} (${form}): …${text.slice(Math.max(0, found - 60), found + 40)}…`);
    }
  }

  /** The leaks found. A search without any output is an error of the test. */
  get leaks(): readonly string[] {
    if (this.#looked === 0) throw new Error("No output was checked.");
    return this.#leaks;
  }
}

function writtenForms(value: unknown): Readonly<Record<string, string>> {
  if (typeof value === "string") return { text: value };
  return {
    inspected: inspect(value, { depth: 10, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    formatted: format("%o %O", value, value),
    json: JSON.stringify(value) ?? "",
    ...(value instanceof Error && { text: String(value), stack: value.stack ?? "" }),
  };
}
