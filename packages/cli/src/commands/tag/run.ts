import type { Invocation } from "../../invocation.ts";
import { resolveProfiles } from "../../configuration/resolve-profiles.ts";
import type { ExitCode } from "../../exit-code.ts";
import { parseTags } from "../../input/parse-tags.ts";
import { requireResources } from "../../input/read-resources.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { writeOutcomes } from "../../output/write-outcomes.ts";
import { UsageError } from "../../usage-error.ts";

interface TagOptions {
  readonly set?: readonly string[];
  readonly resources?: string;
  readonly reserved: "refuse" | "skip";
  readonly portableTo?: readonly string[];
  readonly resolveAliases?: boolean;
  readonly readFirst: boolean;
}

export async function run(invocation: Invocation<TagOptions>): Promise<ExitCode> {
  const { context, globals, operands, options } = invocation;
  if (options.set === undefined) throw new UsageError("No tag was given.", "Add --set team=payments");
  const tags = await parseTags(options.set, context);
  const resources = await requireResources(operands, options.resources, context);
  const portableTo =
    options.portableTo && (await resolveProfiles(options.portableTo, invocation)).map(({ profile }) => profile.rules);
  return withCrosstag(invocation, resources, async (crosstag) => {
    const request = {
      resources,
      tags,
      reserved: options.reserved,
      readFirst: options.readFirst,
      resolveAliases: options.resolveAliases ?? false,
      dryRun: globals.dryRun ?? false,
      ...(portableTo && { portableTo }),
    };
    return writeOutcomes(await crosstag.tagResource(request, { signal: context.signal }), invocation);
  });
}
