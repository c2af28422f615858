import type { KmsProfile } from "../driver/kms-profile.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Violation } from "../model/violation.ts";

/** What can be lost when a cloud replaces all tags of a resource and has no versions of them. */
export function lossWarning({ title }: Pick<KmsProfile, "title">): Pick<Violation, "rule" | "message" | "fix"> {
  return {
    rule: "crosstag.replaces-all-tags",
    message: `${title} replaces all tags of a resource at once and has no versions of them: a change that another program makes at the same moment can be lost.`,
    fix: "Let no other program change the tags of these resources meanwhile.",
  };
}

/** The warnings about the outcomes of one cloud that replaces all tags of a resource and has no versions of them. */
export function replaceWarnings(
  profile: Pick<KmsProfile, "title" | "provider">,
  outcomes: readonly Outcome[],
): readonly Violation[] {
  const { provider } = profile;
  if (!outcomes.some(isWritten)) return [];
  return [{ severity: "warning", provider, ...lossWarning(profile) }, ...outcomes.flatMap(outcomeWarnings)];
}

/** Something was sent, or would be. */
function isWritten(outcome: Outcome): boolean {
  return outcome.attempts > 0 || (outcome.status === "skipped" && outcome.reason === "dry-run");
}

function outcomeWarnings(outcome: Outcome): readonly Violation[] {
  const { provider, reference, resource } = outcome;
  const base = { severity: "warning", provider, resource } as const;
  const warnings: Violation[] = [];
  if ("otherChanges" in outcome && outcome.otherChanges !== undefined)
    warnings.push({
      ...base,
      rule: "crosstag.other-changes",
      message: `Another program changed tags of ${reference} at the same time, and a change of it may be lost: ${outcome.otherChanges.join(", ")}.`,
      fix: "Compare these tags with what that program should have set.",
    });
  if ("readBack" in outcome)
    warnings.push({
      ...base,
      rule: "crosstag.not-read-back",
      message: `The tags of ${reference} could not be read back, so changes of other programs at the same time cannot be seen.`,
      fix: "List the tags of the resource.",
    });
  return warnings;
}
