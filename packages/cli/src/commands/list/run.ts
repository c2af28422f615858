import type { ResourceKind, ResourceTags } from "@crosstag/core";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { csvLine, INVENTORY_COLUMNS, inventoryCsv } from "@crosstag/migration";
import type { Invocation } from "../../invocation.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readConditions, type ConditionOptions } from "../../input/read-conditions.ts";
import { readResources } from "../../input/read-resources.ts";
import { listReferences } from "../../input/list-references.ts";
import { inventoryEntry } from "../../inventory/live-inventory.ts";
import { readMatching, type DetailedResource, type MatchingRequest } from "../../inventory/read-matching.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import type { Output } from "../../output/output.ts";
import { describeError } from "../../output/report-error.ts";
import { RowHints } from "../../output/row-hints.ts";
import { UnknownAliases } from "../../output/unknown-aliases.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";
import { writeTable, type TableCell } from "../../output/table.ts";
import { UsageError } from "../../usage-error.ts";

interface ListOptions extends ConditionOptions {
  readonly kind?: readonly ResourceKind[];
  readonly includeReserved?: boolean;
  readonly resources?: string;
  readonly resolveAliases?: boolean;
  readonly describe?: boolean;
}

export async function run(invocation: Invocation<ListOptions>): Promise<ExitCode> {
  const { context, operands, options, output, messages } = invocation;
  const conditions = readConditions(options);
  const named =
    operands.length > 0 || options.resources !== undefined
      ? await readResources(operands, options.resources, context)
      : undefined;
  if (named !== undefined && options.kind !== undefined)
    throw new UsageError("--kind cannot be used together with references. Omit one of them.");
  return withCrosstag(invocation, named, async (crosstag) => {
    const unlisted = new UnlistedClouds();
    const listing = { kinds: options.kind, onUnlisted: unlisted.add };
    const resources = named ?? (await listReferences(crosstag, listing, { signal: context.signal }));
    const unknownAliases = new UnknownAliases();
    const asked = { resources, conditions, onUnknownAliases: unknownAliases.add };
    const { entries, count, failed } = await readEntries(crosstag, asked, invocation);
    if (output.format === "json") await output.json({ resources: entries, ...unlisted.document(crosstag) });
    if (output.format === "jsonl") for (const one of unlisted.records(crosstag)) await output.line(one);
    if (output.csv) await writeInventory(entries, output);
    else if (output.format === "table" && entries.length > 0) await writeEntries(entries, output);
    messages.info(
      conditions === undefined
        ? `${describeCount(resources.length, "resource")}${failed > 0 ? `, ${failed} of them could not be read` : ""}.`
        : describeMatching(count, failed, resources.length),
    );
    if (output.format === "table") hintsOf(entries).report(messages);
    unknownAliases.report(messages);
    unlisted.tell(crosstag, messages);
    if (context.signal.aborted) return EXIT_CODE.interrupted;
    return failed > 0 || unlisted.any ? EXIT_CODE.someFailed : EXIT_CODE.done;
  });
}

function describeMatching(count: number, failed: number, all: number): string {
  const unread = failed > 0 ? `; ${failed} could not be read` : "";
  return `${count - failed} of ${describeCount(all, "resource")} ${all === 1 ? "matches" : "match"}${unread}.`;
}

/** With `jsonl` entries are written as they are read, and not kept. */
async function readEntries(
  crosstag: OpenedCrosstag,
  { resources, ...asked }: Pick<MatchingRequest, "conditions" | "onUnknownAliases" | "resources">,
  { context, options, output }: Invocation<ListOptions>,
): Promise<{ readonly entries: readonly DetailedResource[]; readonly count: number; readonly failed: number }> {
  const entries: DetailedResource[] = [];
  let count = 0;
  let failed = 0;
  if (resources.length === 0) return { entries, count, failed };
  const { includeReserved = false, resolveAliases = false, describe = output.wide } = options;
  const reading = { describe, aliases: describe, includeReserved, resolveAliases, now: context.now() };
  const request = { resources, ...asked, ...reading };
  for await (const entry of readMatching(crosstag, request, { signal: context.signal })) {
    count += 1;
    if (entry.status === "failed") failed += 1;
    if (output.format === "jsonl") await output.line(entry);
    else entries.push(entry);
    if (output.closed) break;
  }
  return { entries, count, failed };
}

function hintsOf(entries: readonly ResourceTags[]): RowHints {
  const hints = new RowHints();
  for (const entry of entries) if (entry.status === "failed") hints.add(entry.error);
  return hints;
}

/** The same form as that of `export`. */
async function writeInventory(entries: readonly ResourceTags[], output: Output): Promise<void> {
  await output.write(csvLine(INVENTORY_COLUMNS));
  for (const entry of entries) await output.write(inventoryCsv(inventoryEntry(entry)));
}

async function writeEntries(entries: readonly DetailedResource[], output: Output): Promise<void> {
  if (!output.wide) {
    await writeTable(
      output,
      ["KIND", "RESOURCE", "TAGS"],
      entries.map((entry) => [entry.kind, entry.reference, tagsOrError(entry)]),
    );
    return;
  }
  const rows = entries.map((entry) => {
    const { state = "-", description = "-" } = entry.details ?? {};
    return [entry.kind, entry.reference, aliasesOf(entry), state, description, tagsOrError(entry)];
  });
  await writeTable(output, ["KIND", "RESOURCE", "ALIASES", "STATE", "DESCRIPTION", "TAGS"], rows);
}

/** A list that could not be read is not a list without entries. */
function aliasesOf(entry: DetailedResource): TableCell {
  if (entry.status === "failed" || entry.aliases === undefined) return entry.kind === "key" ? "unknown" : "-";
  return entry.aliases.length > 0 ? entry.aliases : "-";
}

function tagsOrError(entry: ResourceTags): TableCell {
  if (entry.status === "failed") return describeError(entry.error);
  const tags = Object.entries(entry.tags).map(([key, value]) => `${shownTag(key)}=${shownTag(value)}`);
  return tags.length > 0 ? tags : "-";
}

/** In quotation marks where a blank at an end would not be seen. */
function shownTag(text: string): string {
  return text === text.trim() ? text : JSON.stringify(text);
}
