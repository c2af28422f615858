import { format, inspect } from "node:util";

/** Stands, several times over, in everything that must not be shown, so that a part of it is found as well. */
export const MARK = "Zq7Leak";

/** A secret of that kind: letters and digits only, which no encoding of URLs, JSON or headers changes. */
export function planted(kind: string): string {
  return [MARK, kind, MARK, kind, MARK].join("");
}

const forms = [MARK, Buffer.from(MARK).toString("hex")].map((form) => form.toLowerCase());

/** Gathers whatever somebody could read, and finds what was planted in it. */
export class LeakSearch {
  readonly #leaks: string[] = [];
  #looked = 0;

  /** Looks at a value in every form in which it could come to a log. */
  look(where: string, value: unknown): void {
    for (const [form, text] of Object.entries(writtenForms(value))) {
      this.#looked += 1;
      const found = forms.map((mark) => text.toLowerCase().indexOf(mark)).find((index) => index >= 0);
      if (found !== undefined)
        this.#leaks.push(`${where} (${form}): …${text.slice(Math.max(0, found - 60), found + 40)}…`);
    }
  }

  /** What was found; a search that never looked is a mistake of the test. */
  get leaks(): readonly string[] {
    if (this.#looked === 0) throw new Error("Nothing was looked at.");
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
