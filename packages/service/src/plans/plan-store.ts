import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError, type PlanDraft, type PlanEntry, type PlanHeader } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import { makeFolders, openPlanFile, writePlanFile, type PlanFile, type PlanParts } from "@crosstag/core/node";
import type { ResourcePlaces } from "../access/resource-places.ts";
import { textsForCallers } from "../http/without-folders.ts";
import { readPlanNotes, writePlanNotes, type PlanNotes } from "./plan-notes.ts";
import { planReach, type PlanReach } from "./plan-reach.ts";

/** A plan that the service keeps. */
export interface KeptPlan {
  readonly plan: PlanFile;
  readonly notes: PlanNotes;
  readonly reach: PlanReach;
}

/** A plan of the folder that cannot be used. */
export interface DamagedPlan {
  /** Its digest, as the name of its file says. */
  readonly plan: string;
  /** What is wrong with it, without where it is. */
  readonly problem: string;
}

/** How a plan is kept. */
export interface Keeping {
  readonly notes: PlanNotes;
  /** Refuses the plan by throwing, once it is known. Nothing is kept then. */
  readonly check: (header: PlanHeader, reach: PlanReach) => void;
  /** Only make it. */
  readonly dryRun: boolean;
}

const PLAN_FILE = /^([0-9a-f]{64})\.json$/;
/** What a process left behind that was ended while it made a plan. */
const LEFTOVER = /\.(?:draft|new|entries)$/;

/** Opens the plans of a folder. The folder has to belong to this process alone. */
export async function openPlanStore(
  folder: string,
  { places, now }: { readonly places: ResourcePlaces; readonly now: () => Date },
): Promise<PlanStore> {
  await makeFolders(folder, 0o700);
  for (const name of await readdir(folder)) if (LEFTOVER.test(name)) await rm(join(folder, name), { force: true });
  return new PlanStore(folder, places, now);
}

/** Plans by their digest. */
export class PlanStore {
  readonly #folder: string;
  readonly #places: ResourcePlaces;
  readonly #now: () => Date;
  /** By the digest in hexadecimal. Going through a large plan takes a moment. */
  readonly #opened = new Map<string, { readonly identity: string; readonly kept: KeptPlan }>();

  /** @param folder is there */
  constructor(folder: string, places: ResourcePlaces, now: () => Date) {
    this.#folder = folder;
    this.#places = places;
    this.#now = now;
  }

  /**
   * Makes a plan, and keeps it. A plan with the same entries is replaced: it has the same digest.
   * @throws CrosstagError what the draft and `check` throw; `configuration` if the folder cannot be written
   */
  keep(
    draft: PlanDraft,
    keeping: Keeping,
  ): Promise<{
    readonly header: PlanHeader;
    readonly isNew: boolean;
  }> {
    return this.#write({ entries: draft.entries, complete: () => draft.complete(), now: this.#now }, keeping);
  }

  /** Keeps a copy of a plan. */
  async copy(plan: PlanFile, notes: PlanNotes): Promise<void> {
    const { header } = plan;
    const source = { entries: plan.entries(), complete: () => header, now: () => new Date(header.createdAt) };
    await this.#write(source, { notes, check: () => {}, dryRun: false });
  }

  /** @throws CrosstagError `not-found`; `configuration` if its file was changed since it was made */
  get(digest: string): Promise<KeptPlan> {
    return this.#open(digest.replace("sha256:", ""));
  }

  /** The newest first. */
  async list(): Promise<{ readonly plans: readonly KeptPlan[]; readonly damaged: readonly DamagedPlan[] }> {
    const plans: KeptPlan[] = [];
    const damaged: DamagedPlan[] = [];
    for (const name of await readdir(this.#folder)) {
      const hex = PLAN_FILE.exec(name)?.[1];
      if (hex === undefined) continue;
      try {
        plans.push(await this.#open(hex));
      } catch (error) {
        if (!CrosstagError.is(error)) throw error;
        damaged.push({ plan: `sha256:${hex}`, problem: textsForCallers(error).message });
      }
    }
    const byTime = plans.toSorted((one, other) => (one.plan.header.createdAt < other.plan.header.createdAt ? 1 : -1));
    return { plans: byTime, damaged };
  }

  /** Deletes a plan, whether it is there or not. @throws CrosstagError `configuration` if the folder cannot be written */
  async remove(digest: string): Promise<void> {
    const hex = digest.replace("sha256:", "");
    const { path, notesPath } = this.#paths(hex);
    this.#opened.delete(hex);
    try {
      // Notes without a plan are nothing; a plan without its notes would be damaged.
      for (const one of [path, notesPath]) await rm(one, { force: true });
    } catch (error) {
      throw notDeleted(path, error);
    }
  }

  async #open(hex: string): Promise<KeptPlan> {
    const { path, notesPath } = this.#paths(hex);
    const identity = await identityOf(path);
    if (identity === undefined) throw noSuchPlan(`sha256:${hex}`);
    const known = this.#opened.get(hex);
    // Its entries are held against the same identity when they are read.
    if (known?.identity === identity) return { ...known.kept, notes: await readPlanNotes(notesPath) };
    const plan = await openPlanFile(path);
    if (plan.header.digest !== `sha256:${hex}`) throw renamed(path);
    const notes = await readPlanNotes(notesPath);
    const kept = { plan, notes, reach: await planReach(plan, this.#places) };
    this.#opened.set(hex, { identity, kept });
    return kept;
  }

  async #write({ entries, complete, now }: PlanContent, { notes, check, dryRun }: Keeping) {
    const draftPath = join(this.#folder, `${randomUUID()}.draft`);
    try {
      const draft = await writePlanFile(draftPath, entries, complete, { now });
      const { header } = draft;
      check(header, await planReach(draft, this.#places));
      if (dryRun) return { header, isNew: false };
      const { path, notesPath } = this.#paths(header.digest.replace("sha256:", ""));
      const isNew = (await identityOf(path)) === undefined;
      await writePlanNotes(notesPath, notes);
      await rename(draftPath, path);
      return { header, isNew };
    } finally {
      await rm(draftPath, { force: true });
    }
  }

  #paths(hex: string): { readonly path: string; readonly notesPath: string } {
    return { path: join(this.#folder, `${hex}.json`), notesPath: join(this.#folder, `${hex}.notes.json`) };
  }
}

/** What a plan's file is written from. */
interface PlanContent {
  readonly entries: AsyncIterable<PlanEntry>;
  readonly complete: () => PlanParts;
  readonly now: () => Date;
}

/** Shows whether a file was replaced or written to. Undefined: there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function noSuchPlan(digest: string): CrosstagError {
  return new CrosstagError({
    code: "not-found",
    message: `There is no plan ${digest}.`,
    hint: "To list the plans: GET /v1/plans",
  });
}

function renamed(path: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The plan ${JSON.stringify(path)} cannot be used: it is not the plan that its name says.`,
    hint: "Make the plan again.",
  });
}

function notDeleted(path: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The plan ${JSON.stringify(path)} cannot be deleted: ${systemReason(error)}.`,
    hint: "It has no decisions any more. Delete it again when the folder can be written.",
  });
}
