import type { ResourceKind } from "@crosstag/core";
import { judgeTags, type TagVerdict } from "@crosstag/clouds";
import type { Invocation } from "../../invocation.ts";
import { refuseKindOfNone, resolveProfiles } from "../../configuration/resolve-profiles.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { parseTags } from "../../input/parse-tags.ts";
import { UsageError } from "../../usage-error.ts";
import { describeViolation } from "../../output/describe-violation.ts";
import { writeTable, type TableCell } from "../../output/table.ts";
import { showResult } from "../../output/show-result.ts";

interface ValidateOptions {
  readonly for?: readonly string[];
  readonly kind: ResourceKind;
}

/** Sends nothing and needs no credentials. */
export async function run(invocation: Invocation<ValidateOptions>): Promise<ExitCode> {
  const { context, operands, options, globals, output, messages } = invocation;
  const tags = await parseTags(operands, context);
  if (options.for !== undefined && globals.cloud !== undefined)
    throw new UsageError("--cloud cannot be used together with --for. Omit one of them.");
  const profiles = await resolveProfiles(options.for ?? globals.cloud, invocation);
  await refuseKindOfNone(options.kind, profiles, invocation);
  const verdicts = judgeTags(tags, profiles, options.kind);
  const fits = verdicts.every((verdict) => verdict.fits);
  await showResult(output, {
    table: () => writeTable(output, ["RESULT", "CLOUD", "HOW TO FIX IT"], verdicts.map(rowOf)),
    document: () => ({ fits, clouds: verdicts }),
    records: () => verdicts,
  });
  messages.info(fits ? "These tags fit everywhere." : "These tags do not fit everywhere.");
  return fits ? EXIT_CODE.done : EXIT_CODE.violations;
}

function rowOf({ fits, cloud, violations }: TagVerdict): readonly TableCell[] {
  return [
    fits ? { text: "fits", style: "green" } : { text: "does not fit", style: "red" },
    cloud,
    violations.length === 0 ? "-" : violations.flatMap(describeViolation),
  ];
}
