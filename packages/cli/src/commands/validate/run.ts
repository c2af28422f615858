import {
  checkLookAlikes,
  checkTagList,
  checkTags,
  type ResourceKind,
  rulesFor,
  type Tag,
  type Violation,
} from "@crosstag/core";
import { pluralOf, type KmsProfile } from "@crosstag/core/driver";
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

interface Verdict {
  readonly cloud: string;
  readonly title: string;
  readonly kind: ResourceKind;
  readonly fits: boolean;
  readonly violations: readonly Violation[];
}

/** Sends nothing and needs no credentials. */
export async function run(invocation: Invocation<ValidateOptions>): Promise<ExitCode> {
  const { context, operands, options, globals, output, messages } = invocation;
  const tags = await parseTags(operands, context);
  const everywhere = [...checkTagList(tags), ...checkLookAlikes(tags)];
  if (options.for !== undefined && globals.cloud !== undefined)
    throw new UsageError("--cloud cannot be used together with --for. Omit one of them.");
  const profiles = await resolveProfiles(options.for ?? globals.cloud, invocation);
  await refuseKindOfNone(options.kind, profiles, invocation);
  const verdicts = profiles.map(({ name, profile }): Verdict => {
    const violations = [...everywhere, ...checkForKind(tags, profile, options.kind)];
    return {
      cloud: name,
      title: profile.title,
      kind: options.kind,
      fits: violations.every(({ severity }) => severity !== "error"),
      violations,
    };
  });
  const fits = verdicts.every((verdict) => verdict.fits);
  await showResult(output, {
    table: () => writeTable(output, ["RESULT", "CLOUD", "HOW TO FIX IT"], verdicts.map(rowOf)),
    document: () => ({ fits, clouds: verdicts }),
    records: () => verdicts,
  });
  messages.info(fits ? "These tags fit everywhere." : "These tags do not fit everywhere.");
  return fits ? EXIT_CODE.done : EXIT_CODE.violations;
}

function rowOf({ fits, cloud, violations }: Verdict): readonly TableCell[] {
  return [
    fits ? { text: "fits", style: "green" } : { text: "does not fit", style: "red" },
    cloud,
    violations.length === 0 ? "-" : violations.flatMap(describeViolation),
  ];
}

function checkForKind(
  tags: readonly Tag[],
  { provider, title, capabilities, rules, kinds }: KmsProfile,
  kind: ResourceKind,
): readonly Violation[] {
  if ((capabilities.writeTags[kind]?.support ?? "no") !== "no") return checkTags(tags, rulesFor(rules, kind));
  return [
    {
      severity: "error",
      rule: "crosstag.unsupported",
      provider,
      message: `${title} has no ${pluralOf([{ kinds }], kind)} that can be tagged.`,
      fix: "Leave this cloud out of --for, or name another --kind.",
    },
  ];
}
