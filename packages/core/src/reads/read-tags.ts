import type { CallResult, FailedCall } from "../calls/call-progress.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { TagPage } from "../driver/driver-receipts.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { halve, known, split } from "../batching/batches.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { rulesFor } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import { describeResource } from "./describe-resource.ts";
import { failureError } from "../calls/driver-engine.ts";
import { unsupported } from "./request-checks.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { ListedExistence } from "./listed-existence.ts";
import { PageBounds } from "./page-bounds.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** The tags of a resource, complete, those under reserved prefixes included; or why they could not be read. */
export type TagRead =
  | {
      readonly tags: TagSet;
      /** The version of the tags. Absent: the cloud has given none. */
      readonly version?: string;
      /** The service of the cloud that manages the resource, if the cloud said so with the tags. */
      readonly owner?: string;
      readonly requestIds: readonly string[];
    }
  | {
      readonly error: CrosstagError;
      /** Nothing was sent: the request had ended, or calls to the driver had been stopped. */
      readonly notMade?: true;
    };

export interface ReadTagsOptions {
  /** If the cloud gives no row for a resource that does not exist, report "no tags" only after describing it. */
  readonly confirmEmpty?: boolean;
  /** Look many of them up in the list of their cloud instead. Absent: describe each, because the request writes, or is long. */
  readonly existence?: ListedExistence | undefined;
}

/** Reads the tags of resources of one kind, as many in a call as the cloud takes. One entry for each id. */
export async function readTags(
  engine: DriverEngine,
  kind: ResourceKind,
  references: readonly Reference[],
  scope: RequestScope,
  { confirmEmpty = false, existence }: ReadTagsOptions = {},
): Promise<ReadonlyMap<string, TagRead>> {
  const reads = new Map<string, TagRead>();
  const chunks = split(references, engine.driver.limits.readTags[kind]?.resources ?? 1);
  await eachConcurrently(chunks, engine.maximumConcurrentCalls, (chunk) =>
    readChunk(engine, kind, chunk, scope, reads),
  );
  if (confirmEmpty && engine.driver.readTagsHidesUnknown) {
    const empty = emptyOf(engine, references, reads);
    const ids = empty.length > 0 ? await existence?.idsOf(engine, kind, empty.length) : undefined;
    if (ids === undefined) await confirmExistence(engine, empty, reads, scope);
    else for (const one of empty) if (!ids.has(one.id)) reads.set(one.id, { error: notListed(engine, one) });
  }
  return reads;
}

/** Resources without tags that may not exist. */
function emptyOf(
  { driver }: DriverEngine,
  references: readonly Reference[],
  reads: ReadonlyMap<string, TagRead>,
): readonly Reference[] {
  return references.filter(({ id, kind }) => {
    const read = reads.get(id);
    const isEmpty = read !== undefined && "tags" in read && read.tags.size === 0;
    return isEmpty && unsupported(driver, "describeResource", kind) === undefined;
  });
}

function notListed({ driver, account }: DriverEngine, reference: Reference): CrosstagError {
  return new CrosstagError({
    code: "not-found",
    message: `The ${reference.kind} does not exist: the complete list of ${driver.title} does not have it.`,
    provider: driver.provider,
    operation: "readTags",
    reference: driver.references.format(reference, account.scope),
  });
}

async function confirmExistence(
  engine: DriverEngine,
  empty: readonly Reference[],
  reads: Map<string, TagRead>,
  scope: RequestScope,
): Promise<void> {
  const { driver } = engine;
  await eachConcurrently(empty, engine.maximumConcurrentCalls, async (reference) => {
    const looked = await describeResource(engine, reference, scope);
    // A caller who may read tags but not describe gets the result of the read.
    if (looked.ok || looked.failure.code === "access-denied") return;
    const error = failureError(driver, "readTags", reference, looked.failure, looked.cause);
    reads.set(reference.id, { error, ...(looked.notMade && { notMade: true }) });
  });
}

async function readChunk(
  engine: DriverEngine,
  kind: ResourceKind,
  chunk: readonly Reference[],
  scope: RequestScope,
  reads: Map<string, TagRead>,
): Promise<void> {
  const { driver } = engine;
  const fail = (error: CrosstagError) => {
    for (const { id } of chunk) reads.set(id, { error });
  };
  const unable = unsupported(driver, "readTags", kind);
  if (unable !== undefined) return fail(unable);
  const tags = new Map(chunk.map(({ id }) => [id, new Map<string, string>()]));
  const requestIds: string[] = [];
  const versions: ReadVersions = new Map();
  const owners = new Map<string, string>();
  const mostRows = mostTagsOf(driver, kind) * chunk.length;
  let bounds: PageBounds | undefined;
  let cursor: string | undefined;
  do {
    const result = await readPage(engine, kind, chunk, cursor, scope);
    requestIds.push(...result.requestIds);
    if (!result.ok) {
      if (result.failure.scope !== "resource" || chunk.length === 1) return failEach(driver, chunk, result, reads);
      for (const half of halve(chunk)) await readChunk(engine, kind, half, scope, reads);
      return;
    }
    const { rows, next } = result.receipt;
    noteVersions(result.receipt, versions);
    noteOwners(result.receipt, owners);
    const problem = addRows(rows, tags, driver, kind);
    if (problem !== undefined) return fail(problem);
    cursor = next;
    // Nearly every list has one page.
    if (bounds === undefined && cursor === undefined && rows.length <= mostRows) break;
    bounds ??= new PageBounds(driver.provider, mostRows);
    const endless = bounds.problemOf(rows.length, cursor);
    if (endless !== undefined) return fail(endless);
  } while (cursor !== undefined);
  for (const one of chunk) {
    const version = versions.get(one.id);
    if (version === "torn") reads.set(one.id, { error: changedMeanwhile(driver, one) });
    else reads.set(one.id, { tags: known(tags.get(one.id)), requestIds, ...version, ...ownerOf(one, owners) });
  }
}

/** The version of the tags by id of the resource. Torn: pages had different versions, so the tags changed meanwhile. */
type ReadVersions = Map<string, { readonly version: string } | "torn">;

function noteOwners({ owners = NONE }: TagPage, read: Map<string, string>): void {
  for (const [id, owner] of owners) read.set(id, owner);
}

function ownerOf({ id }: Reference, owners: ReadonlyMap<string, string>): { readonly owner?: string } {
  const owner = owners.get(id);
  return owner === undefined ? {} : { owner };
}

function noteVersions({ versions = NONE }: TagPage, read: ReadVersions): void {
  for (const [id, version] of versions) {
    const before = read.get(id);
    const isSame = before === undefined || (before !== "torn" && before.version === version);
    read.set(id, isSame ? { version } : "torn");
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function changedMeanwhile(driver: KmsDriver, reference: Reference): CrosstagError {
  return new CrosstagError({
    code: "conflict",
    retry: "transient",
    message: `The tags of the ${reference.kind} changed while their pages were read.`,
    provider: driver.provider,
    operation: "readTags",
    reference: driver.references.format(reference, driver.scope),
    hint: "Read them again.",
  });
}

function readPage(
  { driver, caller }: DriverEngine,
  kind: ResourceKind,
  resources: readonly Reference[],
  cursor: string | undefined,
  scope: RequestScope,
): Promise<CallResult<TagPage>> {
  return caller.call(
    {
      operation: "readTags",
      kind,
      resources: resources.length,
      repeatable: true,
      send: (context) => driver.readTags({ kind, resources, ...(cursor !== undefined && { cursor }) }, context),
    },
    scope,
  );
}

function failEach(
  driver: KmsDriver,
  chunk: readonly Reference[],
  { failure, cause, notMade }: FailedCall,
  reads: Map<string, TagRead>,
): void {
  for (const reference of chunk) {
    const error = failureError(driver, "readTags", reference, failure, cause);
    reads.set(reference.id, { error, ...(notMade && { notMade: true }) });
  }
}

/** Adds the rows of a page to the tags of their resources; gives what is wrong with one of them. */
function addRows(
  rows: TagPage["rows"],
  tags: ReadonlyMap<string, Map<string, string>>,
  driver: KmsDriver,
  kind: ResourceKind,
): CrosstagError | undefined {
  for (const { id, key, value } of rows) {
    const set = tags.get(id);
    if (set === undefined || typeof key !== "string" || typeof value !== "string")
      return notAnAnswer(driver, kind, set === undefined);
    set.set(key, value);
  }
  return undefined;
}

/** What a resource can carry, with room for the tags of the cloud itself and for limits that were raised. */
function mostTagsOf(driver: KmsDriver, kind: ResourceKind): number {
  const rules = rulesFor(driver.rules, kind);
  let most = mostTags.get(rules);
  if (most === undefined) {
    const limits = rules.rules.flatMap((rule) => (rule.check === "count" ? rule.maximum : []));
    mostTags.set(rules, (most = 10 * Math.max(100, ...limits)));
  }
  return most;
}

// Asked for with every call; rules are data that does not change.
const mostTags = new WeakMap<TagRules, number>();

/** Rows about other resources: had they been passed over, the one asked for would read as one without tags. */
function notAnAnswer({ provider, title }: KmsDriver, kind: ResourceKind, isOther: boolean): CrosstagError {
  return new CrosstagError({
    code: "internal",
    message: isOther
      ? `${title} gave tags of another ${kind} than was asked for.`
      : `${title} gave a tag whose key or value is not text.`,
    provider,
    operation: "readTags",
    hint: "Check the endpoint and proxies on the way to the cloud.",
  });
}
