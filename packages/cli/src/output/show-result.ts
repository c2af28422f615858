import type { Output } from "./output.ts";

/** A result in each format of `--output`. Only the format that was asked for is made. */
export interface ResultView {
  /** Writes the result for people. */
  readonly table: () => Promise<void>;
  /** Returns the one document of `json`. */
  readonly document: () => object;
  /** Returns the lines of `jsonl`. Default: the document is the only line. */
  readonly records?: () => Iterable<object>;
}

/** Writes a result in the format that was asked for. */
export async function showResult(output: Output, { table, document, records }: ResultView): Promise<void> {
  switch (output.format) {
    case "table":
      await table();
      return;
    case "json":
      await output.json(document());
      return;
    case "jsonl":
      for (const record of records?.() ?? [document()]) await output.line(record);
  }
}
