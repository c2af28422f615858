import { OPTIONAL_OPERATIONS } from "../../driver/capabilities.ts";
import type { DriverOperation, WriteMethod } from "../../driver/capabilities.ts";
import { DRIVER_CONTRACT } from "../../driver/kms-driver.ts";
import { CHANGE_SHAPE } from "../../driver/write-shapes.ts";
import type { CallLimit } from "../../driver/call-limits.ts";
import { replacesTags } from "../../driver/write-style.ts";
import type { CallContext } from "../../driver/call-context.ts";
import type { KmsDriver } from "../../driver/kms-driver.ts";
import type { KmsProfile } from "../../driver/kms-profile.ts";
import type { Clock } from "../../calls/clock.ts";
import type { Reference, ResourceKind } from "../../model/reference.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { classifyMemoryError, MemoryCloudError } from "./memory-error.ts";
import type { MemoryErrorCode } from "./memory-error.ts";
import type { MemoryQuotaGate } from "./memory-quotas.ts";
import { memoryHead } from "./memory-references.ts";
import type { MemoryOperation, MemoryRequestLog } from "./memory-request-log.ts";
import type { MemoryService, Refuse } from "./memory-service.ts";

interface MemoryCall {
  readonly operation: MemoryOperation;
  readonly kind: ResourceKind;
  readonly resources: readonly Reference[];
  readonly tagKeys?: readonly string[] | "all";
  readonly shape?: string | undefined;
  readonly cursor?: string | undefined;
}

/** What a driver of a memory cloud is made from. */
export interface MemoryDriverParts {
  readonly profile: KmsProfile;
  readonly scope: { readonly region: string; readonly account: string };
  readonly service: MemoryService;
  readonly log: MemoryRequestLog;
  readonly clock: Clock;
  readonly options: MemoryCloudOptions;
  readonly gate: MemoryQuotaGate;
}

type Serve = <Answer>(
  call: MemoryCall,
  context: CallContext,
  answer: (refuse: Refuse) => Answer,
) => Promise<Answer & { requestId: string }>;

/** Makes the driver of a memory cloud. */
export function createMemoryDriver(parts: MemoryDriverParts): KmsDriver {
  const { profile, scope, service, log, clock, options } = parts;
  const { latencyMs = 0, configuredAccount = scope.account } = options;
  const serve = createServe(parts);
  return withoutUnsupported({
    ...profile,
    contract: DRIVER_CONTRACT,
    scope: { region: scope.region, ...(configuredAccount !== false && { account: configuredAccount }) },
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    native: service,
    classify: classifyMemoryError,
    close: async () => {},
    identify: async (context) => {
      context.signal.throwIfAborted();
      log.identified += 1;
      if (latencyMs > 0) await clock.sleep(latencyMs, context.signal);
      return options.tellsAccount === false ? {} : { account: scope.account };
    },
    ...tagMethods(parts, serve),
    ...resourceMethods(parts, serve),
    ...listMethods(parts, serve),
  });
}

/** Serves calls: logs them, takes their time, and refuses what the cloud does not accept. */
function createServe({ profile, scope, log, clock, options, gate }: MemoryDriverParts): Serve {
  const { latencyMs = 0, enforceQuotas = false } = options;
  let requests = 0;
  return async (call, context, answer) => {
    context.signal.throwIfAborted();
    requests += 1;
    const requestId = `mem-${String(requests).padStart(6, "0")}`;
    const entry = log.start({ ...call, resources: call.resources.map(({ id }) => id), requestId, at: clock.now() });
    const refuse = (code: MemoryErrorCode, message: string): never => {
      entry.refusedWith = code;
      throw new MemoryCloudError(code, message, requestId);
    };
    try {
      if (enforceQuotas && !gate.take(operationOf(call.operation), call.kind, call.shape))
        refuse("Throttled", "Too many requests.");
      if (latencyMs > 0) await clock.sleep(latencyMs, context.signal);
      checkSupport(call, profile, refuse);
      checkSize(call, profile, refuse);
      checkNames(call, profile, scope.account, refuse);
      const answered = { ...answer(refuse), requestId };
      options.onServed?.(entry);
      return answered;
    } finally {
      log.end(entry);
    }
  };
}

function checkSupport({ operation, kind, tagKeys }: MemoryCall, { capabilities }: KmsProfile, refuse: Refuse): void {
  if (capabilities[operationOf(operation)][kind]?.support !== "yes")
    refuse("Unsupported", `${operation} does not take a ${kind}.`);
  if (tagKeys === "all" && capabilities.removeAllTags[kind]?.support !== "yes")
    refuse("Unsupported", "Name the tag keys.");
}

/** The operation that a method belongs to: what has no name of its own among the capabilities writes tags. */
function operationOf(method: MemoryOperation): DriverOperation {
  return method === "changeTags" || method === "replaceTags" ? "writeTags" : method;
}

function checkSize(call: MemoryCall, profile: KmsProfile, refuse: Refuse): void {
  const { operation, resources, tagKeys } = call;
  if (!isTagCall(operation)) return;
  const limit = limitOf(operation, call, profile) ?? { resources: 0, tags: 0 };
  const tags = operation === "readTags" || tagKeys === "all" ? 1 : (tagKeys?.length ?? 0);
  if (resources.length === 0 || resources.length > limit.resources)
    refuse("CallTooLarge", `${resources.length} resources in one call.`);
  if (tags === 0 || tags > limit.tags) refuse("CallTooLarge", `${tags} tags in one call.`);
}

type TagOperation = "writeTags" | "removeTags" | "changeTags" | "readTags";

function isTagCall(operation: MemoryOperation): operation is TagOperation {
  return ["writeTags", "removeTags", "changeTags", "readTags"].includes(operation);
}

function limitOf(operation: TagOperation, { kind, shape }: MemoryCall, { limits }: KmsProfile): CallLimit | undefined {
  if (operation === "changeTags") return limits.changeTags?.[kind];
  if (shape === undefined || operation === "readTags") return limits[operation][kind];
  return limits.shapes?.[operation]?.[kind]?.find((one) => one.shape === shape);
}

function checkNames(
  { operation, resources }: MemoryCall,
  { sendsFullNames }: KmsProfile,
  own: string,
  refuse: Refuse,
): void {
  if (!isTagCall(operation) && operation !== "replaceTags") return;
  if (sendsFullNames && resources.some(({ account = own }) => account !== own))
    refuse("ResourceNotFound", "It is a resource of another account.");
  if (resources.some(({ alias }) => alias)) refuse("ResourceNotFound", "An alias is not a resource.");
}

function tagMethods({ profile, service }: MemoryDriverParts, serve: Serve): Pick<KmsDriver, WriteMethod | "readTags"> {
  const readTags: KmsDriver["readTags"] = ({ kind, resources, cursor }, context) =>
    serve({ operation: "readTags", kind, resources, cursor }, context, (refuse) => {
      const rows = service.read(kind, ids(resources), refuse);
      const versions = service.versions(kind, ids(resources));
      const size = profile.limits.readTags[kind]?.tags ?? 1;
      return {
        ...page(rows, size, ids(resources).join(","), cursor, refuse),
        ...(versions !== undefined && { versions }),
      };
    });
  if (replacesTags(profile)) {
    return {
      replaceTags: (call, context) => {
        const { kind, resource } = call;
        return serve({ operation: "replaceTags", kind, resources: [resource] }, context, (refuse) =>
          service.replace(call, refuse),
        );
      },
      readTags,
    };
  }
  return {
    writeTags: ({ kind, resources, tags, shape }, context) =>
      serve({ operation: "writeTags", kind, resources, tagKeys: [...tags.keys()], shape }, context, (refuse) =>
        service.write(kind, ids(resources), tags, { refuse, addsOnly: addsOnly(profile, kind, shape) }),
      ),
    removeTags: ({ kind, resources, tagKeys, shape }, context) =>
      serve({ operation: "removeTags", kind, resources, tagKeys, shape }, context, (refuse) =>
        service.remove(kind, ids(resources), tagKeys, refuse),
      ),
    ...(profile.limits.changeTags !== undefined && {
      changeTags: ({ kind, resources, tags, tagKeys }, context) => {
        const larger = tags.size > tagKeys.length ? [...tags.keys()] : tagKeys;
        const call = { operation: "changeTags", kind, resources, tagKeys: larger, shape: CHANGE_SHAPE } as const;
        return serve(call, context, (refuse) =>
          service.write(kind, ids(resources), tags, { refuse, addsOnly: false, without: tagKeys }),
        );
      },
    }),
    readTags,
  };
}

function addsOnly({ limits }: KmsProfile, kind: ResourceKind, shape: string | undefined): boolean {
  return limits.shapes?.writeTags?.[kind]?.find((one) => one.shape === shape)?.addsOnly === true;
}

function resourceMethods(
  { service }: MemoryDriverParts,
  serve: Serve,
): Pick<KmsDriver, "describeResource" | "readAccessPolicy" | "listKeyMaterials" | "readLastUse" | "deleteKeyMaterial"> {
  return {
    describeResource: ({ resource }, context) =>
      serve({ operation: "describeResource", kind: resource.kind, resources: [resource] }, context, (refuse) =>
        service.describe(resource, refuse),
      ),
    readAccessPolicy: ({ resource }, context) =>
      serve({ operation: "readAccessPolicy", kind: resource.kind, resources: [resource] }, context, (refuse) =>
        service.accessPolicy(resource, refuse),
      ),
    listKeyMaterials: ({ resource }, context) =>
      serve({ operation: "listKeyMaterials", kind: resource.kind, resources: [resource] }, context, (refuse) =>
        service.materials(resource.id, refuse),
      ),
    readLastUse: ({ resource }, context) =>
      serve({ operation: "readLastUse", kind: resource.kind, resources: [resource] }, context, () => ({ lastUse: {} })),
    deleteKeyMaterial: ({ resource, materialId }, context) =>
      serve({ operation: "deleteKeyMaterial", kind: resource.kind, resources: [resource] }, context, (refuse) =>
        service.deleteMaterial(resource.id, materialId, refuse),
      ),
  };
}

/** The lists of the cloud, page by page. */
function listMethods(
  { profile, scope, service, options: { resourcesPerPage = 100 } }: MemoryDriverParts,
  serve: Serve,
): Pick<KmsDriver, "listAliases" | "listResources"> {
  const reference = (kind: ResourceKind, id: string, name: string): Reference => ({
    provider: profile.provider,
    kind,
    id,
    alias: name === id,
    ...scope,
    text: `${memoryHead(profile, scope)}${name}`,
  });
  return {
    listResources: async ({ kind, cursor }, context) => {
      const call = { operation: "listResources", kind, resources: [], cursor } as const;
      const { rows, ...rest } = await serve(call, context, (refuse) => {
        const ofKind = [...service.resources.values()].filter((resource) => resource.kind === kind);
        return page(ofKind, resourcesPerPage, kind, cursor, refuse);
      });
      return { ...rest, resources: rows.map(({ id }) => reference(kind, id, `${kind}/${id}`)) };
    },
    listAliases: async ({ kind, cursor }, context) => {
      const call = { operation: "listAliases", kind, resources: [], cursor } as const;
      const { rows, ...rest } = await serve(call, context, (refuse) =>
        page([...service.aliases], resourcesPerPage, "aliases", cursor, refuse),
      );
      return { ...rest, aliases: rows.map(([name, id]) => ({ alias: reference(kind, name, name), id })) };
    },
  };
}

/** Without the methods of operations that the cloud supports for no kind. */
function withoutUnsupported(driver: KmsDriver): KmsDriver {
  const rest = { ...driver };
  for (const operation of OPTIONAL_OPERATIONS) {
    const capabilities = Object.values(driver.capabilities[operation]);
    if (capabilities.every((capability) => capability?.support === "no")) delete rest[operation];
  }
  return rest;
}

const ids = (references: readonly Reference[]): readonly string[] => references.map(({ id }) => id);

/** A cursor is bound to what it was given for, as the clouds' are. */
function page<Row>(
  rows: readonly Row[],
  size: number,
  subject: string,
  cursor: string | undefined,
  refuse: Refuse,
): { rows: readonly Row[]; next?: string } {
  const [offset = "", of] = cursor?.split("|") ?? ["0", subject];
  if (!/^\d+$/u.test(offset) || of !== subject) refuse("CursorInvalid", `No page ${cursor}.`);
  const end = Number(offset) + size;
  return { rows: rows.slice(Number(offset), end), ...(end < rows.length && { next: `${end}|${subject}` }) };
}
