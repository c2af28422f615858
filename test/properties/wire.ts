import { rulesFor, type Tag, type TagRules } from "@crosstag/core";
import type { KmsDriver, Reference } from "@crosstag/core/driver";
import type { Verdict } from "./agreement.ts";

const context = () => ({ signal: new AbortController().signal, timeoutMs: 10_000 });

/** Tags and untags one resource over the wire, and says what is true of it afterwards. */
export interface Wire {
  readonly rules: TagRules;
  setTags(tags: readonly Tag[]): void;
  tagsOf(): Readonly<Record<string, string>>;
  /** Rejects where the cloud refuses. */
  write(tags: readonly Tag[]): Promise<unknown>;
  remove(keys: readonly string[]): Promise<unknown>;
  /** Whether that is how the cloud refuses tags; any other error is no verdict. */
  isRefusal(error: unknown): boolean;
  readBack(): Promise<ReadonlyMap<string, string>>;
}

export function throughDriver(driver: KmsDriver, resource: Reference, truth: Pick<Wire, "setTags" | "tagsOf">): Wire {
  const { kind } = resource;
  return {
    ...truth,
    rules: rulesFor(driver.rules, kind),
    write: (tags) =>
      driver.writeTags(
        { kind, resources: [resource], tags: new Map(tags.map(({ key, value }) => [key, value])) },
        context(),
      ),
    remove: (tagKeys) => driver.removeTags({ kind, resources: [resource], tagKeys }, context()),
    isRefusal: (error) => {
      const { applied, code } = driver.classify(error);
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

/** What the cloud says. Rejects with any other error. */
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
  if (!("reference" in parsed)) throw new Error(`The driver does not take ${arn}.`);
  return parsed.reference;
}
