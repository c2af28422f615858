import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { CrosstagError } from "@crosstag/core";
import { jsonOf } from "@crosstag/core/internal";
import { planDocument } from "@crosstag/operations";
import { z } from "zod";

const { createdBy, origin, title } = planDocument.shape;
const planNotes = z.strictObject({ createdBy, origin, title });

/** What a plan's file does not say about it. */
export type PlanNotes = Readonly<z.output<typeof planNotes>>;

/** Replaces the notes at once. */
export async function writePlanNotes(path: string, notes: PlanNotes): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, `${JSON.stringify(notes)}\n`, { mode: 0o600, flush: true });
  await rename(draft, path);
}

/** @throws CrosstagError `configuration` if they are not there, or damaged */
export async function readPlanNotes(path: string): Promise<PlanNotes> {
  const text = await readFile(path, "utf8").catch(() => "");
  const { data } = planNotes.safeParse(jsonOf(text));
  if (data !== undefined) return data;
  throw new CrosstagError({
    code: "configuration",
    message: `The notes ${JSON.stringify(path)} of the plan are missing or damaged.`,
    hint: "Make the plan again.",
  });
}
