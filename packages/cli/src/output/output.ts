import { jsonText, systemReason, withoutLineCommands } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions, OutputFormat } from "../global-options.ts";
import { createPainter, wantsColor, type Painter } from "./color.ts";
import { documentText, type DocumentForm } from "./document-text.ts";
import { beginDocument, withFormatVersion } from "./format-version.ts";
import { NO_STATUS_LINE, type StatusLine } from "./status-line.ts";
import { widthOf } from "./terminal-width.ts";

/** Data, on standard output, in the form asked for. */
export interface Output {
  /** How a command gives its data: `yaml` is a form of `json`, and `wide` and `csv` are forms of `table`. */
  readonly format: "table" | "json" | "jsonl";
  /** Whether tables have more columns. */
  readonly wide: boolean;
  /** Whether tables are CSV. */
  readonly csv: boolean;
  /** The columns that a table has to fit into. Undefined: a program reads it, or a file. */
  readonly width: number | undefined;
  readonly paint: Painter;
  /** True once the reader has gone away (`… | head -1`): the rest of the data need not be fetched. */
  readonly closed: boolean;
  /** Why data could not be written, as the system says it; undefined if they were, or if the reader is gone. */
  readonly failure: string | undefined;
  /** Resolves when the system has taken or refused what was written: with why it is lost, a reader that is gone included. */
  lost(): Promise<string | undefined>;
  /** Text as it is, except lines that a build service would take for a command; waits while the reader is slow. */
  write(text: string): Promise<void>;
  /** The one document of `--output json` and `yaml`, or the part of it that `--query` selects. `formatVersion` is put before its fields. */
  json(document: object): Promise<void>;
  /** The same of a document whose form is not Crosstag's, which is written as it is. */
  foreignJson(document: object): Promise<void>;
  /** The document as parts of JSON, which are passed on as they come unless the form needs all of it. The first begins with `{`. */
  jsonParts(parts: AsyncIterable<string>): Promise<void>;
  /** The document of an error, which no query is for. */
  error(document: object): Promise<void>;
  /** One line of `--output jsonl`. */
  line(record: unknown): Promise<void>;
}

export function createOutput(
  { standardOutput, environment }: CommandContext,
  { output: asked, query, color }: GlobalOptions,
  status: StatusLine = NO_STATUS_LINE,
): Output {
  let lost: string | undefined;
  let failure: string | undefined;
  // The reader has gone away or the disk is full. The exit code still reports what was done.
  standardOutput.on("error", (error: NodeJS.ErrnoException) => {
    lost ??= describeLoss(error);
    if (error.code !== "EPIPE") failure ??= systemReason(error);
  });
  let drained: Promise<void> | undefined;
  const write = async (text: string) => {
    status.clear();
    if (lost !== undefined || standardOutput.write(text)) return;
    // One for all that wait: each would listen for itself otherwise, and Node warns of eleven.
    await (drained ??= untilWritable(standardOutput).finally(() => {
      drained = undefined;
    }));
  };
  const form: DocumentForm = { yaml: asked === "yaml", query };
  const json = async (document: object, as = form) => write(await documentText(document, as));
  return {
    format: shapeOf(asked, query),
    wide: asked === "wide",
    csv: asked === "csv",
    width: standardOutput.isTTY === true && asked !== "csv" ? widthOf(standardOutput) : undefined,
    paint: createPainter(wantsColor(standardOutput, environment, color)),
    get closed() {
      return lost !== undefined;
    },
    get failure() {
      return failure;
    },
    lost: async () => {
      if (lost === undefined) await taken(standardOutput);
      return lost;
    },
    write: (text) => write(withoutLineCommands(text)),
    json: (document) => json(withFormatVersion(document)),
    foreignJson: (document) => json(document),
    jsonParts: async (parts) => {
      const kept: string[] = [];
      for await (const part of beginDocument(parts)) {
        if (lost !== undefined) return;
        if (form.yaml || form.query !== undefined) kept.push(part);
        else await write(part);
      }
      if (kept.length > 0 && lost === undefined) await json(JSON.parse(kept.join("")));
    },
    error: (document) =>
      asked === "jsonl"
        ? write(`${jsonText(document)}\n`)
        : json(withFormatVersion(document), { ...form, query: undefined }),
    line: (record) => write(`${jsonText(record)}\n`),
  };
}

/** A query is for the document, whatever the default format is. */
function shapeOf(asked: OutputFormat, query: string | undefined): Output["format"] {
  if (asked === "jsonl") return "jsonl";
  return asked === "json" || asked === "yaml" || query !== undefined ? "json" : "table";
}

/** Why nothing more can be written to a stream. */
export function describeLoss(error: NodeJS.ErrnoException): string {
  return error.code === "EPIPE" ? "its reader has ended (EPIPE)" : systemReason(error);
}

/** Resolves when all that was written has been taken, or the stream has said why not. */
async function taken(stream: CommandContext["standardOutput"]): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write("", () => resolve());
  });
  // A stream says it in a later turn than it calls back.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves when the stream takes more, or never will again. */
function untilWritable(stream: CommandContext["standardOutput"]): Promise<void> {
  return new Promise((resolve) => {
    const names = ["drain", "close", "error"] as const;
    const end = () => {
      for (const name of names) stream.off(name, end);
      resolve();
    };
    for (const name of names) stream.on(name, end);
  });
}
