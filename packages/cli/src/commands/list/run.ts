import type { ResourceKind } from "@crosstag/core";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Invocation } from "../../invocation.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readConditions, type ConditionOptions } from "../../input/read-conditions.ts";
import { ofKinds } from "../../input/of-kinds.ts";
import { readResources } from "../../input/read-resources.ts";
import { readMatching, type MatchingRequest } from "@crosstag/clouds";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import { RowHints } from "../../output/row-hints.ts";
import { UnknownAliases } from "../../output/unknown-aliases.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";
import { createEntryWriter } from "./entry-writer.ts";

interface ListOptions extends ConditionOptions {
  readonly kind?: readonly ResourceKind[];
  readonly includeReserved?: boolean;
  readonly resources?: string;
  readonly resolveAliases?: boolean;
  readonly describe?: boolean;
}

export async function run(invocation: Invocation<ListOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, output, messages } = invocation;
  const conditions = readConditions(options);
  const named =
    operands.length > 0 || options.resources !== undefined
      ? await readResources(operands, options.resources, context)
      : undefined;
  return withCrosstag(invocation, named, async (crosstag) => {
    const unlisted = new UnlistedClouds(undefined, { maySkip: globals.cloud === undefined });
    const { includeReserved = false, resolveAliases = false, describe = output.wide, kind: kinds } = options;
    let listed = 0;
    const unknownAliases = new UnknownAliases();
    const request: MatchingRequest = {
      resources: ofKinds(named, kinds, crosstag.drivers.values()),
      kinds,
      onUnlisted: unlisted.add,
      onResources: (count) => {
        listed += count;
      },
      conditions,
      describe,
      aliases: describe,
      onUnknownAliases: unknownAliases.add,
      includeReserved,
      resolveAliases,
      now: context.now(),
    };
    const { count, failed, hints } = await writeEntries(crosstag, request, unlisted, invocation);
    messages.info(
      conditions === undefined
        ? `${describeCount(listed, "resource")}${failed > 0 ? `, ${failed} of them could not be read` : ""}.`
        : describeMatching(count, failed, listed),
    );
    if (output.format === "table") hints.report(messages);
    unknownAliases.report(messages);
    unlisted.tell(crosstag, messages);
    if (context.signal.aborted) return EXIT_CODE.interrupted;
    return failed > 0 || unlisted.failed ? EXIT_CODE.someFailed : EXIT_CODE.done;
  });
}

interface EntryCounts {
  /** Resources that match, and resources that could not be read. */
  readonly count: number;
  readonly failed: number;
  /** What to do about resources that could not be read. */
  readonly hints: RowHints;
}

/** Writes entries as they are read, as far as the form of the output allows. */
async function writeEntries(
  crosstag: OpenedCrosstag,
  request: MatchingRequest,
  unlisted: UnlistedClouds,
  { context, output }: Invocation<ListOptions>,
): Promise<EntryCounts> {
  const writer = createEntryWriter(output, crosstag);
  const hints = new RowHints();
  let count = 0;
  let failed = 0;
  for await (const entry of readMatching(crosstag, request, { signal: context.signal })) {
    count += 1;
    if (entry.status === "failed") {
      failed += 1;
      hints.add(entry.error);
    }
    await writer.add(entry);
    if (output.closed) break;
  }
  await writer.end(unlisted.document(crosstag));
  if (output.format === "jsonl") for (const one of unlisted.records(crosstag)) await output.line(one);
  return { count, failed, hints };
}

function describeMatching(count: number, failed: number, all: number): string {
  const unread = failed > 0 ? `; ${failed} could not be read` : "";
  return `${count - failed} of ${describeCount(all, "resource")} ${all === 1 ? "matches" : "match"}${unread}.`;
}
