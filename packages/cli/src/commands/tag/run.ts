import type { Tag, WriteResult } from "@crosstag/core";
import type { RecordedWrites } from "@crosstag/core/internal";
import type { Invocation } from "../../invocation.ts";
import { resolveProfiles } from "../../configuration/resolve-profiles.ts";
import type { ExitCode } from "../../exit-code.ts";
import { hintOfReferences, parseTagArguments, refuseContradictions } from "../../input/parse-tag-arguments.ts";
import { parseTags } from "../../input/parse-tags.ts";
import { requireResources } from "../../input/read-resources.ts";
import { writeOutcomes } from "../../output/write-outcomes.ts";
import { withRecordedWrites } from "../../runs/recorded-writes.ts";
import { UsageError } from "../../usage-error.ts";
import { changeMatching, readMatching, type MatchingOptions } from "./change-matching.ts";
import { combineWrites, mayRemove } from "./combine-writes.ts";
import { literalKeys } from "./literal-keys.ts";
import { joinRemovals, removalsOf } from "./removals.ts";

interface TagOptions extends MatchingOptions {
  readonly set?: readonly string[];
}

export async function run(invocation: Invocation<TagOptions>): Promise<ExitCode> {
  const { context, globals, operands, options } = invocation;
  const { references, tags: given, removals } = parseTagArguments(operands);
  const tags = [...given, ...(await parseTags(options.set ?? [], context))];
  if (tags.length === 0 && removals.length === 0)
    throw new UsageError(
      "No tag was given.",
      hintOfReferences(references, "--set", options) ?? "Add --set team=payments",
    );
  refuseContradictions(tags, removals);
  const matching = await readMatching(options, references, context);
  if (matching !== undefined)
    return changeMatching(invocation, matching, { set: recordOf(tags), remove: literalKeys(removals) });
  const resources = await requireResources(references, options.resources, context);
  const portableTo =
    options.portableTo && (await resolveProfiles(options.portableTo, invocation)).map(({ profile }) => profile.rules);
  return withRecordedWrites(invocation, resources, async (writes) => {
    const request = {
      resources,
      reserved: options.reserved,
      readFirst: options.readFirst,
      resolveAliases: options.resolveAliases ?? false,
      dryRun: globals.dryRun ?? false,
    };
    const tagging = { ...request, tags, ...(portableTo && { portableTo }) };
    const untagging = { ...request, tagKeys: removals };
    return writeOutcomes(await write(writes, { tagging, untagging }, context.signal), invocation);
  });
}

/** Tags first, so that a resource is never without both; and removes only if the tags are there. */
async function write(
  writes: RecordedWrites,
  {
    tagging,
    untagging,
  }: {
    readonly tagging: Parameters<RecordedWrites["tagResource"]>[0] & { readonly tags: readonly Tag[] };
    readonly untagging: Parameters<RecordedWrites["untagResource"]>[0] & { readonly tagKeys: readonly string[] };
  },
  signal: AbortSignal,
): Promise<WriteResult> {
  if (tagging.tags.length === 0) return writes.untagResource(untagging, { signal });
  if (untagging.tagKeys.length === 0) return writes.tagResource(tagging, { signal });
  // What would be refused of the second request has to be refused before the first one writes. It reads the tags, too.
  const looked = await writes.untagResource({ ...untagging, dryRun: true }, { signal });
  const tagged = await writes.tagResource(tagging, { signal });
  const keys = { set: [...new Set(tagging.tags.map(({ key }) => key))], remove: untagging.tagKeys };
  if (tagging.dryRun) return combineWrites(tagged, looked, keys);
  const allowed = new Set(tagged.outcomes.filter(mayRemove).map(({ reference }) => reference));
  const removals = removalsOf(looked, allowed, tagging.readFirst !== false);
  const { open } = removals;
  const again = { ...untagging, resources: open.map(({ reference }) => reference), readFirst: false };
  const untagged = open.length === 0 ? undefined : await writes.untagResource(again, { signal });
  return combineWrites(tagged, joinRemovals(looked, untagged, removals), keys);
}

function recordOf(tags: readonly Tag[]): Readonly<Record<string, string>> {
  const record = new Map<string, string>();
  for (const { key, value } of tags) {
    if (record.has(key)) throw new UsageError(`The tag key ${JSON.stringify(key)} is given twice.`, "Name it once.");
    record.set(key, value);
  }
  return Object.fromEntries(record);
}
