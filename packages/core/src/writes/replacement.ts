import { showsChange } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { FailedCall, NotSent } from "../calls/call-progress.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { ReplaceTagsCall } from "../driver/driver-calls.ts";
import type { ReplaceReceipt } from "../driver/driver-receipts.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Target } from "../reads/place-resources.ts";
import { readTags } from "../reads/read-tags.ts";
import type { TagRead } from "../reads/read-tags.ts";
import { checkResultingTags, rulesFor } from "../rules/check-tags.ts";
import { mergeTags } from "./merge-tags.ts";
import type { UnversionedWrite } from "./read-back.ts";

/** Readings of a resource whose tags change while their pages are read. */
const MOST_READINGS = 3;

/** One change that is merged into the tags of one resource, anew for each attempt. */
export class Replacement {
  /** What to send, merged from the last reading. */
  call: ReplaceTagsCall;
  /** The last reading shows the change. */
  isNeedless = false;
  readonly isVersioned: boolean;
  /** The tags that the last attempt was merged from. */
  #before: TagSet = new Map();
  /** The last reading, if it shows the change. */
  #shown: TagSet | undefined;
  /** Why nothing could be sent after the last reading. */
  #error: CrosstagError | undefined;
  readonly #engine: DriverEngine;
  readonly #change: TagChange;
  readonly #scope: RequestScope;

  constructor(engine: DriverEngine, change: TagChange, { kind, reference }: Target, scope: RequestScope) {
    const { writes } = engine.driver;
    this.isVersioned = writes?.style === "replace" && writes.versioned;
    this.call = { kind, resource: reference, tags: new Map() };
    this.#engine = engine;
    this.#change = change;
    this.#scope = scope;
  }

  /** Reads and merges. Returns why nothing is to be sent, if so. */
  async prepare(): Promise<NotSent<ReplaceReceipt> | undefined> {
    const read = await this.#read();
    if ("error" in read) return this.#refuse(read.error, read.notMade);
    const { tags, version } = read;
    const { kind, resource } = this.call;
    const rules = rulesFor(this.#engine.driver.rules, kind);
    this.isNeedless = showsChange(this.#change, tags, rules);
    if (this.isNeedless) {
      this.#shown = tags;
      return { receipt: {} };
    }
    const problem = this.#problemOf(tags, version);
    if (problem !== undefined) return this.#refuse(problem);
    const merged = mergeTags(tags, this.#change, rules);
    this.#before = tags;
    this.call = { kind, resource, tags: merged, ...(this.isVersioned && version !== undefined && { version }) };
    return undefined;
  }

  /** Why the change was not made, in the words of a reading or of the cloud. */
  explain(result: FailedCall): FailedCall & { readonly error?: CrosstagError } {
    if (this.#error !== undefined) return { ...result, error: this.#error };
    if (result.failure.code !== "conflict") return result;
    const { title } = this.#engine.driver;
    const times = result.attempts === 1 ? "once" : `${result.attempts} times in a row`;
    const failure = {
      ...result.failure,
      message: `Other programs changed the tags of the ${this.call.kind} between reading and writing them, ${times}: ${title} refused the write.`,
      hint: "Repeat the request when the other programs have finished.",
    };
    return { ...result, failure };
  }

  /** What reading back has to compare. */
  get write(): UnversionedWrite {
    const { resource, tags: sent } = this.call;
    const shown = this.#shown;
    return { resource, change: this.#change, before: this.#before, sent, ...(shown !== undefined && { shown }) };
  }

  async #read(): Promise<TagRead> {
    const { kind, resource } = this.call;
    // "Nothing to remove" must not be reported for a resource that does not exist.
    const options = { confirmEmpty: this.#change.type === "remove" };
    for (let readings = 1; ; readings += 1) {
      const read = (await readTags(this.#engine, kind, [resource], this.#scope, options)).get(resource.id);
      if (read === undefined) return { error: this.#fault("The tags were not read.") };
      const isTorn = "error" in read && read.error.code === "conflict";
      if (!isTorn || readings >= MOST_READINGS) return read;
    }
  }

  #problemOf(tags: TagSet, version: string | undefined): CrosstagError | undefined {
    const { driver } = this.#engine;
    if (this.isVersioned && version === undefined)
      return this.#fault(`${driver.title} gave tags without their version.`);
    if (this.#change.type === "remove") return undefined;
    const set = [...this.#change.tags].map(([key, value]) => ({ key, value }));
    const problems = checkResultingTags(tags, set, rulesFor(driver.rules, this.call.kind));
    const first = problems.find(({ severity }) => severity === "error");
    if (first === undefined) return undefined;
    const { message, fix: hint } = first;
    return new CrosstagError({ ...this.#naming(), code: "limit-exceeded", message, hint, violations: [first] });
  }

  #fault(message: string): CrosstagError {
    return new CrosstagError({
      ...this.#naming(),
      code: "internal",
      message,
      hint: "Report this as a fault of the adapter.",
    });
  }

  #naming(): { readonly provider: string; readonly operation: string; readonly reference: string } {
    const { driver, account } = this.#engine;
    return {
      provider: driver.provider,
      operation: "replaceTags",
      reference: driver.references.format(this.call.resource, account.scope),
    };
  }

  #refuse(error: CrosstagError, notMade?: true): NotSent<ReplaceReceipt> {
    this.#error = error;
    const { code, message, retry } = error;
    return { failure: { code, message, retry, applied: "no", scope: "resource" }, ...(notMade && { notMade }) };
  }
}
