import type { Invocation } from "../../invocation.ts";
import type { ExitCode } from "../../exit-code.ts";
import { hintOfReferences, parseTagArguments } from "../../input/parse-tag-arguments.ts";
import { requireResources } from "../../input/read-resources.ts";
import { writeOutcomes } from "../../output/write-outcomes.ts";
import { withRecordedWrites } from "../../runs/recorded-writes.ts";
import { UsageError } from "../../usage-error.ts";
import { changeMatching, readMatching, type MatchingOptions } from "../tag/change-matching.ts";
import { literalKeys } from "../tag/literal-keys.ts";

interface UntagOptions extends MatchingOptions {
  readonly key?: readonly string[];
  readonly all?: boolean;
}

export async function run(invocation: Invocation<UntagOptions>): Promise<ExitCode> {
  const { context, globals, operands, options } = invocation;
  const { references, tags, removals } = parseTagArguments(operands);
  const [tag] = tags;
  if (tag !== undefined)
    throw new UsageError(
      `\`crosstag untag\` sets no tags, but an argument sets ${JSON.stringify(tag.key)}.`,
      `To set it: crosstag tag. To remove it: ${tag.key}-`,
    );
  const tagKeys = [...removals, ...(options.key ?? [])];
  if (tagKeys.length === 0 && options.all === undefined)
    throw new UsageError(
      "No tag key was given.",
      hintOfReferences(references, "--key", options) ?? "Write KEY- or --key KEY for each tag to remove, or add --all.",
    );
  if (tagKeys.length > 0 && options.all !== undefined)
    throw new UsageError("--key and --all cannot be used together. Omit one of them.");
  const matching = await readMatching(options, references, context);
  if (matching !== undefined)
    return changeMatching(invocation, matching, options.all ? { removeAllBut: [] } : { remove: literalKeys(tagKeys) });
  const resources = await requireResources(references, options.resources, context);
  return withRecordedWrites(invocation, resources, async (writes) => {
    const request = {
      resources,
      ...(options.all ? { all: true } : { tagKeys }),
      reserved: options.reserved,
      readFirst: options.readFirst,
      resolveAliases: options.resolveAliases ?? false,
      dryRun: globals.dryRun ?? false,
    };
    return writeOutcomes(await writes.untagResource(request, { signal: context.signal }), invocation);
  });
}
