import type { Reference, TagSet } from "@crosstag/core";
import { driverMethod, replacesTags } from "@crosstag/core/driver";
import type { CallContext, KmsDriver, KmsProfile, WriteMethod, WriteReceipt } from "@crosstag/core/driver";
import { itemAt } from "@crosstag/core/internal";
import { readAllTags } from "./read-all-tags.ts";

/** One wire call that changes tags, not sent yet. */
export type PreparedWrite = () => Promise<WriteReceipt>;

/** The operations of a driver that change tags. */
export type WriteOperation = "writeTags" | "removeTags";

/** The method of the driver that carries out an operation, in its style of writing. */
export function writeMethodOf(profile: Pick<KmsProfile, "writes">, operation: WriteOperation): WriteMethod {
  return replacesTags(profile) ? "replaceTags" : operation;
}

/** Prepares the call that sets tags. If a call replaces all tags, those of the one resource are read for it. */
export async function prepareTagging(
  driver: KmsDriver,
  resources: readonly Reference[],
  tags: TagSet,
  call: () => CallContext,
): Promise<PreparedWrite> {
  if (replacesTags(driver))
    return prepareReplacing(driver, resources, call, (current) => new Map([...current, ...tags]));
  const { kind } = itemAt(resources, 0);
  return () => driverMethod(driver, "writeTags")({ kind, resources, tags }, call());
}

/** Prepares the call that removes tags. If a call replaces all tags, those of the one resource are read for it. */
export async function prepareUntagging(
  driver: KmsDriver,
  resources: readonly Reference[],
  tagKeys: readonly string[] | "all",
  call: () => CallContext,
): Promise<PreparedWrite> {
  const isKept = (key: string) => tagKeys !== "all" && !tagKeys.includes(key);
  if (replacesTags(driver))
    return prepareReplacing(driver, resources, call, (current) => new Map([...current].filter(([key]) => isKept(key))));
  const { kind } = itemAt(resources, 0);
  return () => driverMethod(driver, "removeTags")({ kind, resources, tagKeys }, call());
}

async function prepareReplacing(
  driver: KmsDriver,
  resources: readonly Reference[],
  call: () => CallContext,
  merge: (current: TagSet) => TagSet,
): Promise<PreparedWrite> {
  const resource = itemAt(resources, 0);
  const { kind } = resource;
  const { tags, versions } = await readAllTags(driver, [resource], call).catch(() => nothingRead(resource));
  const version =
    driver.writes?.style === "replace" && driver.writes.versioned ? (versions.get(resource.id) ?? "1") : undefined;
  const replacement = {
    kind,
    resource,
    tags: merge(tags.get(resource.id) ?? new Map()),
    ...(version !== undefined && { version }),
  };
  return () => driverMethod(driver, "replaceTags")(replacement, call());
}

/** The write is to find out itself that a resource is not there. */
function nothingRead({ id }: Reference): Awaited<ReturnType<typeof readAllTags>> {
  return { tags: new Map([[id, new Map()]]), versions: new Map() };
}
