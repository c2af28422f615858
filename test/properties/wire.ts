import { driverMethod } from "@crosstag/core/driver";
import { rulesFor, type Tag, type TagRules } from "@crosstag/core";
import type { Failure, KmsDriver, Reference, WriteReceipt } from "@crosstag/core/driver";
import type { Verdict } from "./agreement.ts";

const context = () => ({ signal: new AbortController().signal, timeoutMs: 10_000 });

/** Tags and untags one resource with requests, and returns its true tags afterwards. */
export interface Wire {
  readonly rules: TagRules;
  setTags(tags: readonly Tag[]): void;
  tagsOf(): Readonly<Record<string, string>>;
  /** Rejects if the cloud refuses. */
  write(tags: readonly Tag[]): Promise<unknown>;
  remove(keys: readonly string[]): Promise<unknown>;
  /** Whether the error is a refusal of tags. Any other error is not a verdict. */
  isRefusal(error: unknown): boolean;
  readBack(): Promise<ReadonlyMap<string, string>>;
}

export function throughDriver(driver: KmsDriver, resource: Reference, truth: Pick<Wire, "setTags" | "tagsOf">): Wire {
  const { kind } = resource;
  return {
    ...truth,
    rules: rulesFor(driver.rules, kind),
    write: async (tags) => {
      const written = new Map(tags.map(({ key, value }) => [key, value]));
      requireSuccess(
        await driverMethod(driver, "writeTags")({ kind, resources: [resource], tags: written }, context()),
      );
    },
    remove: async (tagKeys) =>
      requireSuccess(await driverMethod(driver, "removeTags")({ kind, resources: [resource], tagKeys }, context())),
    isRefusal: (error) => {
      const { applied, code } = error instanceof RefusedInside ? error.failure : driver.classify(error);
      return applied === "no" && ["tag-refused", "limit-exceeded", "refused", "invalid-request"].includes(code);
    },
    readBack: async () => {
      const rows = new Map<string, string>();
      let cursor: string | undefined;
      do {
        const page = await driver.readTags(
          { kind, resources: [resource], ...(cursor !== undefined && { cursor }) },
          context(),
        );
        for (const { key, value } of page.rows) rows.set(key, value);
        cursor = page.next;
      } while (cursor !== undefined);
      return rows;
    },
  };
}

/** The failure of the resource inside a success. */
class RefusedInside extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function requireSuccess({ failed: [failed] = [] }: WriteReceipt): void {
  if (failed !== undefined) throw new RefusedInside(failed.failure);
}

/** The verdict of the cloud. Rejects with any other error. */
export async function verdictOf(wire: Wire, attempt: () => Promise<unknown>): Promise<Verdict> {
  try {
    await attempt();
    return "accepted";
  } catch (error) {
    if (!wire.isRefusal(error)) throw error;
    return "refused";
  }
}

export function mapOf(tags: readonly Tag[]): Map<string, string> {
  return new Map(tags.map(({ key, value }) => [key, value]));
}

export function record(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(mapOf(tags));
}

export function referenceOf(driver: KmsDriver, arn: string): Reference {
  const parsed = driver.references.parse(arn, driver.scope);
  if (!("reference" in parsed)) throw new Error(`The driver does not accept ${arn}.`);
  return parsed.reference;
}
