import { CrosstagError, rulesFor } from "@crosstag/core";
import { isRead, proveRoundTrip, reverseMapping, type ReversedMapping, type Mapping } from "@crosstag/migration";
import { stringify } from "yaml";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { withSide } from "../../inventory/with-side.ts";
import type { Invocation } from "../../invocation.ts";
import { mappingFile } from "../../mapping/mapping-file.ts";
import type { Messages } from "../../output/messages.ts";
import { describeCount } from "../../output/describe-count.ts";
import { replaceableFile } from "../../output/replaceable-file.ts";
import { writePrivateFile } from "../../output/write-private-file.ts";
import { UsageError } from "../../usage-error.ts";
import { namesOf } from "./match-sides.ts";
import type { MigrateOptions } from "./migration.ts";
import { showResult } from "../../output/show-result.ts";

/** Maximum number of lossy tags in messages; JSON output contains all of them. */
const MOST_SHOWN = 20;

interface Proof {
  readonly tags: number;
  readonly lossless: number;
  readonly lossy: readonly { readonly reference: string; readonly tagKey: string; readonly why: string }[];
}

/** Reverses the mapping, reports which parts are lossy, and checks it with existing tags. */
export async function reverseMigration(invocation: Invocation<MigrateOptions>, mapping: Mapping): Promise<ExitCode> {
  const { context, options, output, messages } = invocation;
  const { from, to, out } = options;
  if ((from === undefined) !== (to === undefined))
    throw new UsageError("A round trip requires --from and --to.", "Give both, or neither.");
  if (out !== undefined)
    await replaceableFile(resolvePath(out, context), out, mappingFile("crosstag migrate --reverse"));
  const reversed = reverseMapping(mapping);
  const proof = from === undefined || to === undefined ? undefined : await prove(invocation, mapping, from, to);
  const text = stringify(reversed.mapping);
  if (out !== undefined) await writePrivateFile(out, text, context);
  await showResult(output, {
    table: async () => {
      if (out === undefined) await output.write(text);
    },
    document: () => ({ ...reversed, ...(proof && { proof }) }),
  });
  tellLosses(reversed, messages);
  if (out !== undefined) messages.info(`Written to ${out}.`);
  if (proof === undefined) return EXIT_CODE.done;
  tellProof(proof, messages);
  return proof.lossy.length > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}

function tellLosses({ lossless, lossy }: ReversedMapping, messages: Messages): void {
  for (const { what, provided } of lossless)
    messages.info(`lossless: ${what}${provided === undefined ? "" : `, provided that ${provided}`}`);
  for (const { what, why } of lossy) messages.warn(`lossy: ${what}. ${why}`);
}

function tellProof(proof: Proof, messages: Messages): void {
  messages.info(`Round trip: ${proof.lossless} of ${describeCount(proof.tags, "tag")} are restored unchanged.`);
  for (const { reference, tagKey, why } of proof.lossy.slice(0, MOST_SHOWN))
    messages.warn(`${reference}: ${JSON.stringify(tagKey)} is not restored. ${why}`);
  if (proof.lossy.length > MOST_SHOWN)
    messages.warn(`and ${describeCount(proof.lossy.length - MOST_SHOWN, "tag")} more.`);
}

async function prove(
  invocation: Invocation<MigrateOptions>,
  mapping: Mapping,
  from: string,
  to: string,
): Promise<Proof> {
  return withSide(invocation, from, async (source) => {
    const { entries } = await source.read(namesOf(mapping.match, "from"));
    return withSide(invocation, to, async (target) => {
      const targetRules = target.ownRules;
      if (targetRules === undefined)
        throw new UsageError(
          "The target of a round trip must be a cloud, not a file.",
          "Give the name of a cloud with --to.",
        );
      let tags = 0;
      const lossy: Proof["lossy"][number][] = [];
      for (const entry of entries) {
        const { reference, kind, provider } = entry;
        if (!isRead(entry))
          throw new CrosstagError({ code: "configuration", message: `The tags of ${reference} could not be read.` });
        const sourceRules = await source.rules(provider);
        if (sourceRules === undefined)
          throw new CrosstagError({
            code: "configuration",
            message: `The cloud ${JSON.stringify(provider)} is not known.`,
          });
        const trip = proveRoundTrip({
          mapping,
          source: entry.tags,
          rules: rulesFor(targetRules, kind),
          sourceRules: rulesFor(sourceRules, kind),
        });
        tags += trip.lossless.length + trip.lossy.length;
        lossy.push(...trip.lossy.map((part) => ({ reference, ...part })));
      }
      return { tags, lossless: tags - lossy.length, lossy };
    });
  });
}
