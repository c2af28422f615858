import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TrendPoint } from "@crosstag/compliance";
import { CrosstagError } from "@crosstag/core";
import { fieldsOf } from "@crosstag/core/internal";
import { readChain } from "@crosstag/core/node";
import { z } from "zod";
import { closeOnFailure } from "../writes/close-on-failure.ts";
import { openHealingJournal } from "../writes/healing-journal.ts";
import {
  continuedFile,
  isLargeJournal,
  openRotatedJournal,
  type RotatedJournalOptions,
} from "../writes/rotated-journal.ts";

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
const checked = z.looseObject({
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
const record = z.discriminatedUnion("type", [checked, z.looseObject({ type: z.literal("continues") })]);

/** How the file is opened. */
export interface CheckHistoryOptions extends RotatedJournalOptions {
  /** Subjects that are kept in memory: of the others, which were checked longer ago, a trend begins anew. Default: 1,000. */
  readonly mostSubjects?: number | undefined;
}

/** Because two of them are read at the start. About 25,000 checks. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SUBJECTS = 1_000;

/**
 * Opens the file of checks of a service that holds its folder. It is put aside when it is large; then trends are continued
 * from both, as long as the one before is there.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was changed
 */
export async function openCheckHistory(options: CheckHistoryOptions): Promise<CheckHistory> {
  const { path, mostSubjects = MOST_SUBJECTS } = options;
  const file = { ...options, mostBytes: options.mostBytes ?? MOST_BYTES };
  // The subject that was checked last is the last one.
  const checks = new Map<string, readonly TrendPoint[]>();
  const take = (subject: CheckSubject, { checkedAt, resources, results, findings }: TrendPoint): void => {
    const name = nameOf(subject);
    const earlier = checks.get(name) ?? [];
    checks.delete(name);
    checks.set(name, [...earlier, { checkedAt, resources, results, findings }].slice(-MOST_CHECKS));
    const [oldest] = checks.keys();
    if (oldest !== undefined && checks.size > mostSubjects) checks.delete(oldest);
  };
  const journal = await openHealingJournal({
    open: async () =>
      closeOnFailure(await openRotatedJournal(file), async () => {
        const before = await continuedFile(path);
        const kept = [
          ...(before === undefined ? [] : await readChecks(join(dirname(path), before))),
          ...(await readChecks(path)),
        ];
        checks.clear();
        for (const one of kept) take(one, one);
      }),
    isFull: () => isLargeJournal(file),
  });
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

/** None if the file was moved away. */
async function readChecks(path: string): Promise<readonly z.output<typeof checked>[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (fieldsOf(error)["code"] === "ENOENT") return [];
    throw error;
  }
  const { records } = readChain(text);
  return records.map((one) => parseRecord(path, one)).filter((one) => one.type === "checked");
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
