import type { Assumptions, LiveCloud, Probe, Stage } from "./live-cloud.ts";

/** What a probe found. */
export interface Finding {
  /** Of the probe. */
  readonly id: string;
  /** Of the probe. */
  readonly question: string;
  /** What Crosstag takes for granted. */
  readonly assumed: readonly string[];
  /** `unanswered`: the cloud did not come to answer the question, for example because a permission is missing. */
  readonly verdict: "confirmed" | "refuted" | "unanswered";
  /** The answer, or why there is none. */
  readonly answer: string;
  /** The time of the answer, in ISO 8601. */
  readonly askedAt: string;
  /** What to set in `assumptions`, if the answer says it. */
  readonly assumptions?: Assumptions;
}

/** Asks each probe in turn, and restores the tags that it changed. `tell` is told of each finding at once. */
export async function askProbes(
  cloud: LiveCloud,
  stage: Stage,
  now: () => number,
  tell: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const probe of cloud.probes) {
    const finding = await askProbe(cloud, probe, stage, now);
    findings.push(finding);
    tell(finding);
    if (probe.tags !== undefined) await cloud.restore(stage.id(probe.tags), stage.run);
  }
  return findings;
}

async function askProbe(cloud: LiveCloud, probe: Probe, stage: Stage, now: () => number): Promise<Finding> {
  const { id, question, assumed } = probe;
  let answer: string;
  let answered = true;
  try {
    answer = await probe.ask(stage);
  } catch (error) {
    // The message of an error can hold account numbers and values of tags.
    answer = cloud.codeOf(error) ?? (error instanceof Error ? error.name : "an unknown error");
    answered = false;
  }
  if (answered && !assumed.includes(answer)) answered = !cloud.isNoAnswer(answer);
  const askedAt = new Date(now()).toISOString();
  if (!answered) return { id, question, assumed, verdict: "unanswered", answer, askedAt };
  const assumptions = probe.setting?.(answer);
  const verdict = assumed.includes(answer) ? "confirmed" : "refuted";
  return { id, question, assumed, verdict, answer, askedAt, ...(assumptions && { assumptions }) };
}
