import { randomUUID } from "node:crypto";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import {
  writeCsvReport,
  writeHtmlReport,
  writeJsonReport,
  writeJunitReport,
  writeMarkdownReport,
  writeSarifReport,
  type ReportInput,
  type WriteReport,
} from "@crosstag/compliance";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import { asUsageError } from "../../as-usage-error.ts";
import type { CommandContext } from "../../command-context.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { PRIVATE_FILE } from "../../output/private-file.ts";
import { UsageError } from "../../usage-error.ts";

const WRITERS: Readonly<Record<string, WriteReport>> = {
  json: writeJsonReport,
  csv: writeCsvReport,
  sarif: writeSarifReport,
  junit: writeJunitReport,
  markdown: writeMarkdownReport,
  html: writeHtmlReport,
};

const REPORT_FORMS: readonly string[] = Object.keys(WRITERS);

export interface ReportFile {
  readonly write: WriteReport;
  readonly path: string;
}

/** `html=report.html`. */
export function parseReportFiles(texts: readonly string[], context: CommandContext): readonly ReportFile[] {
  const files = texts.map((text) => {
    const [, form = "", file = ""] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const write = Object.hasOwn(WRITERS, form) ? WRITERS[form] : undefined;
    if (write === undefined)
      throw new UsageError(
        `--report ${JSON.stringify(text)} is not valid.`,
        `Write --report FORMAT=FILE; formats: ${REPORT_FORMS.join(", ")}.`,
      );
    refuseList(text, file);
    return { write, path: resolvePath(file, context) };
  });
  const paths = files.map(({ path }) => path);
  if (new Set(paths).size < paths.length)
    throw new UsageError("Two reports have the same file.", "Give each --report a file of its own.");
  return files;
}

/** Other options take lists with commas; here the rest would become part of the name. */
function refuseList(text: string, file: string): void {
  const second = REPORT_FORMS.find((form) => file.includes(`,${form}=`));
  if (second === undefined) return;
  const at = text.indexOf(`,${second}=`);
  throw new UsageError(
    "--report takes one report, and can be repeated.",
    `Write: --report ${text.slice(0, at)} --report ${text.slice(at + 1)}`,
  );
}

/** Checks before a long read that the files can be written. @throws UsageError */
export async function checkReportFiles(files: readonly ReportFile[]): Promise<void> {
  for (const { path } of files) {
    const draft = draftOf(path);
    try {
      if ((await stat(path).catch(() => undefined))?.isDirectory())
        throw Object.assign(new Error("EISDIR: it is a directory"), { code: "EISDIR" });
      await (await open(draft, "wx")).close();
      await rm(draft, { force: true });
    } catch (error) {
      throw asUsageError(unwritable(path, error));
    }
  }
}

/** Writes the reports. A file appears only when it is complete. */
export async function writeReportFiles(
  files: readonly ReportFile[],
  inputOf: () => ReportInput,
  signal: AbortSignal,
): Promise<void> {
  for (const { write, path } of files) {
    const draft = draftOf(path);
    try {
      await writeFile(draft, write(inputOf()), { signal, flag: "wx", mode: PRIVATE_FILE });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      // If the check was interrupted, report that instead of a problem with the file.
      signal.throwIfAborted();
      throw unwritable(path, error);
    }
  }
}

function draftOf(path: string): string {
  return `${path}.${randomUUID()}.part`;
}

function unwritable(path: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The report ${JSON.stringify(path)} cannot be written: ${systemReason(error)}.`,
    hint: "Name a file in a writable directory.",
  });
}
