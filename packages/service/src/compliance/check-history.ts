import { readFile } from "node:fs/promises";
import type { TrendPoint } from "@crosstag/compliance";
import { CrosstagError } from "@crosstag/core";
import { openEvidenceJournal, readChain } from "@crosstag/core/node";
import { z } from "zod";

/** Which checks belong together: their counts are about the same resources and the same rules. */
export interface CheckSubject {
  /** The name of the policy, or what else distinguishes it from others. */
  readonly policy: string;
  /** Who checked: a caller sees its own part of the clouds. */
  readonly caller: string;
  /** As in the request. Absent: all. */
  readonly clouds?: readonly string[] | undefined;
  /** As in the request. Absent: those of the policy. */
  readonly kinds?: readonly string[] | undefined;
}

/** The counts of earlier checks: no names, no tags. */
export interface CheckHistory {
  /** The last checks of a subject, the earliest first. */
  of(subject: CheckSubject): readonly TrendPoint[];
  /** Keeps a complete check. On disk when it resolves. */
  keep(subject: CheckSubject, check: TrendPoint): Promise<void>;
  /** Closes the file. */
  close(): Promise<void>;
}

/** Checks that are kept in memory and answered, of each subject. */
const MOST_CHECKS = 60;

const count = z.number();
const severities = z.object({ info: count, warning: count, error: count });
const record = z.looseObject({
  type: z.literal("checked"),
  policy: z.string(),
  caller: z.string(),
  clouds: z.array(z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  checkedAt: z.string(),
  resources: count,
  results: z.object({
    compliant: count,
    violating: count,
    suppressed: count,
    "not-applicable": count,
    error: count,
  }),
  findings: severities,
});

/**
 * Opens the file of checks of a service that holds its folder.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was changed
 */
export async function openCheckHistory(path: string, now: () => Date): Promise<CheckHistory> {
  const journal = await openEvidenceJournal(path, now);
  const checks = new Map<string, TrendPoint[]>();
  const take = (subject: CheckSubject, { checkedAt, resources, results, findings }: TrendPoint): void => {
    const name = nameOf(subject);
    const earlier = checks.get(name) ?? [];
    checks.set(name, [...earlier, { checkedAt, resources, results, findings }].slice(-MOST_CHECKS));
  };
  try {
    for (const one of readChain(await readFile(path, "utf8")).records) {
      const parsed = parseRecord(path, one);
      take(parsed, parsed);
    }
  } catch (error) {
    await journal.close();
    throw error;
  }
  return {
    of: (subject) => checks.get(nameOf(subject)) ?? [],
    keep: async ({ policy, caller, clouds, kinds }, { checkedAt, resources, results, findings }) => {
      const subject = { policy, caller, ...(clouds && { clouds }), ...(kinds && { kinds }) };
      const counts = { checkedAt, resources, results, findings };
      await journal.append({ type: "checked", ...subject, ...counts });
      take(subject, counts);
    },
    close: () => journal.close(),
  };
}

function nameOf({ policy, caller, clouds, kinds }: CheckSubject): string {
  return JSON.stringify([policy, caller, clouds?.toSorted() ?? null, kinds?.toSorted() ?? null]);
}

function parseRecord(path: string, given: { readonly sequence: number }): z.output<typeof record> {
  const { data } = record.safeParse(given);
  if (data !== undefined) return data;
  throw new CrosstagError({
    code: "configuration",
    message: `Line ${given.sequence + 1} of ${JSON.stringify(path)} is not the record of a check.`,
    hint: "Use the version that wrote it, or move the file away: trends begin anew then.",
  });
}
