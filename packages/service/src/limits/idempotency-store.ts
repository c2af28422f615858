import { createHash } from "node:crypto";
import { open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { fieldsOf, jsonOf, systemReason } from "@crosstag/core/internal";
import { makeFolders } from "@crosstag/core/node";
import type { Unchangeable } from "@crosstag/operations";
import { z } from "zod";

const place = z.object({
  provider: z.string(),
  cloudNames: z.array(z.string()),
  account: z.string().optional(),
});

const keptAnswer = z.object({
  status: z.int(),
  /** The header `Content-Type`. */
  contentType: z.string(),
  body: z.string(),
  /** What its caller had to be allowed. */
  allowed: z.array(z.object({ places: z.array(place), tagKeys: z.union([z.array(z.string()), z.literal("all")]) })),
});

/** An answer that is kept for repeated requests. */
export type KeptAnswer = Unchangeable<z.output<typeof keptAnswer>>;

/** What is known of an earlier request with the same key. */
export type EarlierRequest =
  | { readonly state: "answered"; readonly fingerprint: string; readonly answer: KeptAnswer }
  /** It has begun, and ended without an answer: the service stopped, or failed in the middle. */
  | { readonly state: "unanswered"; readonly fingerprint: string | undefined }
  /** It has not ended. */
  | { readonly state: "under-way"; readonly fingerprint: string };

const keptRecord = z.object({
  fingerprint: z.string(),
  answer: keptAnswer.optional(),
});

const KEPT_FOR_MS = 24 * 60 * 60 * 1000;
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

/**
 * The requests with an `Idempotency-Key` of the last 24 hours, one file each, so that they survive the process. The files
 * have answers; only the user of the service can read them.
 */
export class IdempotencyStore {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #underWay = new Map<string, string>();
  #sweptAt = Number.NEGATIVE_INFINITY;

  /** @param folder created when the first key comes */
  constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
  }

  /**
   * Notes that a request begins. Undefined: it is the first with this key, and has to be ended by `keep`, `forget` or
   * `leave`.
   * @param caller the name of the caller: each has its own keys
   * @param fingerprint the same for the same request
   * @throws CrosstagError `configuration` if the folder cannot be read or written
   */
  async begin(caller: string, key: string, fingerprint: string): Promise<EarlierRequest | undefined> {
    const id = idOf(caller, key);
    const other = this.#underWay.get(id);
    if (other !== undefined) return { state: "under-way", fingerprint: other };
    this.#underWay.set(id, fingerprint);
    try {
      await this.#sweep();
      const earlier = await this.#read(id);
      if (earlier === undefined) {
        await this.#write(id, { fingerprint });
        return undefined;
      }
      this.#underWay.delete(id);
      return earlier;
    } catch (error) {
      this.#underWay.delete(id);
      throw unusable(this.#folder, error);
    }
  }

  /** The request has this answer. */
  async keep(caller: string, key: string, answer: KeptAnswer): Promise<void> {
    const id = idOf(caller, key);
    try {
      await this.#write(id, { fingerprint: this.#underWay.get(id) ?? "", answer });
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** The request was refused before it did anything: the key can be used again. */
  async forget(caller: string, key: string): Promise<void> {
    const id = idOf(caller, key);
    try {
      await rm(this.#path(id), { force: true });
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** The request ended without an answer, and may have done something. */
  leave(caller: string, key: string): void {
    this.#underWay.delete(idOf(caller, key));
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  async #read(id: string): Promise<EarlierRequest | undefined> {
    const path = this.#path(id);
    let text: string;
    try {
      if (this.#isOver((await stat(path)).mtimeMs)) return undefined;
      text = await readFile(path, "utf8");
    } catch (error) {
      if (fieldsOf(error)["code"] === "ENOENT") return undefined;
      throw error;
    }
    // Undefined: it is damaged.
    const record = keptRecord.safeParse(jsonOf(text)).data;
    const fingerprint = record?.fingerprint;
    if (record?.answer === undefined || fingerprint === undefined) return { state: "unanswered", fingerprint };
    return { state: "answered", fingerprint, answer: record.answer };
  }

  /** Whole or not at all, and on the disk before anything is sent. */
  async #write(id: string, record: Unchangeable<z.output<typeof keptRecord>>): Promise<void> {
    await makeFolders(this.#folder, 0o700);
    const path = this.#path(id);
    const draft = `${path}.draft`;
    const file = await open(draft, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify(record));
      await file.sync();
    } finally {
      await file.close();
    }
    const now = this.#now();
    await utimes(draft, now, now);
    await rename(draft, path);
  }

  #isOver(writtenMs: number): boolean {
    return this.#now().getTime() - writtenMs > KEPT_FOR_MS;
  }

  /** Removes what is too old, at most once an hour. */
  async #sweep(): Promise<void> {
    const now = this.#now().getTime();
    if (now - this.#sweptAt < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = now;
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (this.#isOver(mtimeMs)) await rm(path, { force: true });
    }
  }
}

function unusable(folder: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The folder of idempotency keys ${JSON.stringify(folder)} cannot be used: ${systemReason(error)}. Nothing was done.`,
    hint: "Make the folder writable for the service, with room on its disk, and send the request again.",
  });
}

/** Not the key itself: it can have any characters. */
function idOf(caller: string, key: string): string {
  return createHash("sha256")
    .update(JSON.stringify([caller, key]))
    .digest("hex");
}
