import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { type ResourceKind } from "@crosstag/core";
import { jsonText } from "@crosstag/core/internal";
import { csvLine, INVENTORY_COLUMNS, inventoryCsv, isRead, type InventoryEntry } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readConditions, type ConditionOptions } from "../../input/read-conditions.ts";
import { ofKinds } from "../../input/of-kinds.ts";
import { readResources } from "../../input/read-resources.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { liveInventory } from "../../inventory/live-inventory.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import { PRIVATE_FILE } from "../../output/private-file.ts";
import { replaceableFile } from "../../output/replaceable-file.ts";
import { unwritableFile } from "../../output/write-private-file.ts";
import { UnknownAliases } from "../../output/unknown-aliases.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";
import { UsageError } from "../../usage-error.ts";
import { INVENTORY_FILE } from "./inventory-file.ts";

const BYTE_ORDER_MARK = "\uFEFF";

interface ExportOptions extends ConditionOptions {
  readonly format?: "jsonl" | "csv";
  readonly out?: string;
  readonly bom?: boolean;
  readonly kind?: readonly ResourceKind[];
  readonly resources?: string;
  readonly resolveAliases?: boolean;
  readonly aliases?: boolean;
  readonly includeReserved?: boolean;
}

export async function run(invocation: Invocation<ExportOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, output, messages } = invocation;
  const { out, kind, resources } = options;
  refuseWorkbook(out);
  const format = formatOf(invocation);
  const conditions = readConditions(options);
  if (options.bom && format !== "csv") throw new UsageError("--bom is for CSV.", "Add --format csv, or omit --bom.");
  const path = out === undefined ? undefined : await replaceableFile(resolvePath(out, context), out, INVENTORY_FILE);
  const named = operands.length > 0 || resources !== undefined;
  const references = named ? await readResources(operands, resources, context) : undefined;
  return withCrosstag(invocation, references, async (crosstag) => {
    const unlisted = new UnlistedClouds(undefined, { maySkip: globals.cloud === undefined });
    const unknownAliases = new UnknownAliases();
    const own = ofKinds(references, kind, crosstag.drivers.values());
    const request = {
      onUnlisted: unlisted.add,
      onUnknownAliases: unknownAliases.add,
      aliases: options.aliases ?? false,
      ...(own !== undefined && { references: own }),
      ...(kind !== undefined && { kinds: kind }),
      ...(conditions !== undefined && { conditions, now: context.now() }),
      includeReserved: options.includeReserved ?? false,
      resolveAliases: options.resolveAliases ?? false,
    };
    let count = 0;
    let failed = 0;
    await writeTo(path, invocation, async (write) => {
      if (format === "csv") await write(`${options.bom ? BYTE_ORDER_MARK : ""}${csvLine(INVENTORY_COLUMNS)}`);
      for await (const { entry } of liveInventory(crosstag, request, context.signal)) {
        count += 1;
        if (!isRead(entry)) failed += 1;
        await write(format === "csv" ? inventoryCsv(entry) : jsonLine(entry));
        if (output.closed) break;
      }
      // An incomplete inventory must not look like a complete one.
      context.signal.throwIfAborted();
    });
    const where = out === undefined ? "" : ` Written to ${out}.`;
    messages.info(
      `${describeCount(count, "resource")}${failed > 0 ? `, ${failed} of them could not be read` : ""}.${where}`,
    );
    unknownAliases.report(messages);
    unlisted.tell(crosstag, messages);
    return failed > 0 || unlisted.failed ? EXIT_CODE.someFailed : EXIT_CODE.done;
  });
}

/** Spreadsheet programs do not open another format under such a name, or ask what it is. */
function refuseWorkbook(out: string | undefined): void {
  if (out === undefined || !/\.(?:xls[xmb]?|ods|numbers)$/i.test(out)) return;
  throw new UsageError(
    `${JSON.stringify(out)} is the name of a workbook, which \`crosstag export\` does not write.`,
    "For a spreadsheet program, write CSV: --out tags.csv, for Excel also --bom",
  );
}

/** @throws UsageError for an output that inventories do not have */
function formatOf({ globals, options }: Invocation<ExportOptions>): "jsonl" | "csv" {
  if (globals.query !== undefined || globals.output === "json" || globals.output === "yaml")
    throw new UsageError(
      "`crosstag export` writes JSON lines or CSV only.",
      "Add --format jsonl or --format csv. For other outputs, and for --query: crosstag list",
    );
  if (options.format !== undefined) return options.format;
  if (globals.output !== "table") return globals.output === "csv" ? "csv" : "jsonl";
  return /\.csv$/i.test(options.out ?? "") ? "csv" : "jsonl";
}

function jsonLine(entry: InventoryEntry): string {
  return `${jsonText(entry)}\n`;
}

/** Writes to standard output or to a file. The file appears only when it is complete. */
async function writeTo(
  path: string | undefined,
  { options: { out = "" }, output }: Invocation<ExportOptions>,
  work: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (path === undefined) {
    await work((text) => output.write(text));
    return;
  }
  const draft = `${path}.${randomUUID()}.part`;
  const file = await open(draft, "wx", PRIVATE_FILE).catch((error: unknown) => {
    throw unwritableFile(out, error);
  });
  try {
    try {
      await work(async (text) => {
        await file.write(text);
      });
    } finally {
      await file.close();
    }
    await rename(draft, path).catch((error: unknown) => {
      throw unwritableFile(out, error);
    });
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
