import { driverMethod } from "@crosstag/core/driver";
import type { CallContext, Failure, KmsDriver, Reference } from "@crosstag/core/driver";

export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const CREDENTIALS = {
  accessKeyId: "AKIACANARYACCESSKEY0",
  secretAccessKey: "canary-secret",
  sessionToken: "canary-token",
};

export function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, timeoutMs: 5_000 };
}

export function referenceTo(driver: KmsDriver, text: string): Reference {
  const parsed = driver.references.parse(text, driver.scope);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.reference;
}

export function writeTag(
  driver: KmsDriver,
  key: string,
  tags: Record<string, string> = { team: "canary-value" },
  signal?: AbortSignal,
) {
  const reference = referenceTo(driver, key);
  return driverMethod(driver, "writeTags")(
    { kind: reference.kind, resources: [reference], tags: new Map(Object.entries(tags)) },
    context(signal),
  );
}

/** What the driver makes of the error with which a call fails. */
export async function failureOf(driver: KmsDriver, call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return driver.classify(error);
  }
  throw new Error("The call did not fail.");
}
