import type { Outcome } from "../model/outcome.ts";
import { groupBy } from "../batching/split.ts";
import type { Violation } from "../model/violation.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { readTags } from "../reads/read-tags.ts";
import type { ReadTagsOptions } from "../reads/read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "../reads/target.ts";
import { untouched } from "./write-request.ts";

export interface ReadTarget {
  readonly target: Target;
  /** Undefined if the tags could not be read but writing may still be allowed. */
  readonly current: TagSet | undefined;
}

/**
 * Reads the tags of all targets. A target that cannot be read fails, unless only reading is what the caller may not
 * or the cloud cannot do: then it is written without a read, with a warning, unless the change itself depends on the read
 * (`required`).
 */
export async function readBeforeWrite(
  engine: DriverEngine,
  targets: readonly Target[],
  scope: RequestScope,
  warnings: Violation[],
  settle: (target: Target, outcome: Outcome) => void,
  { required = false, confirmEmpty = false }: ReadTagsOptions & { readonly required?: boolean } = {},
): Promise<readonly ReadTarget[]> {
  const seen: ReadTarget[] = [];
  // What is refused to the account as a whole is refused for writes, too.
  const isStopped = () => scope.stopOf(engine.driver).reason !== undefined;
  for (const [kind, ofKind] of groupBy(targets, (target) => target.kind)) {
    const reads = await readTags(
      engine,
      kind,
      ofKind.map(({ reference }) => reference),
      scope,
      { confirmEmpty },
    );
    for (const target of ofKind) {
      const read = reads.get(target.reference.id);
      if (read === undefined) continue;
      if ("tags" in read) seen.push({ target, current: read.tags });
      else if (
        !required &&
        !isStopped() &&
        (read.error.code === "access-denied" || read.error.code === "unsupported")
      ) {
        warnings.push(unseen(target, read.error.message));
        seen.push({ target, current: undefined });
      } else if (scope.ended !== undefined || read.notMade)
        settle(target, untouched(target, { status: "skipped", reason: "not-started" }));
      else settle(target, untouched(target, { status: "failed", error: read.error }));
    }
  }
  return seen;
}

function unseen(target: Target, why: string): Violation {
  return {
    severity: "warning",
    rule: "crosstag.not-read",
    provider: target.naming.provider,
    resource: target.naming.resource,
    message: `The tags of ${target.naming.reference} could not be read before writing: ${why}`,
    fix: "Allow reading tags, or skip that read (`readFirst: false`).",
  };
}
