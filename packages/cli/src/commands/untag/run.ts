import type { Invocation } from "../../invocation.ts";
import type { ExitCode } from "../../exit-code.ts";
import { requireResources } from "../../input/read-resources.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { writeOutcomes } from "../../output/write-outcomes.ts";
import { UsageError } from "../../usage-error.ts";

interface UntagOptions {
  readonly key?: readonly string[];
  readonly all?: boolean;
  readonly resources?: string;
  readonly reserved: "refuse" | "skip";
  readonly resolveAliases?: boolean;
  readonly readFirst: boolean;
}

export async function run(invocation: Invocation<UntagOptions>): Promise<ExitCode> {
  const { context, globals, operands, options } = invocation;
  if (options.key === undefined && options.all === undefined)
    throw new UsageError("No tag key was given.", "Add --key KEY for each tag to remove, or --all.");
  if (options.key !== undefined && options.all !== undefined)
    throw new UsageError("--key and --all cannot be used together. Omit one of them.");
  const resources = await requireResources(operands, options.resources, context);
  return withCrosstag(invocation, resources, async (crosstag) => {
    const request = {
      resources,
      ...(options.key === undefined ? { all: true } : { tagKeys: options.key }),
      reserved: options.reserved,
      readFirst: options.readFirst,
      resolveAliases: options.resolveAliases ?? false,
      dryRun: globals.dryRun ?? false,
    };
    return writeOutcomes(await crosstag.untagResource(request, { signal: context.signal }), invocation);
  });
}
