import type { AccessPermissions } from "@crosstag/config/access";
import { isExpired } from "@crosstag/config/access";
import { compileGlobs } from "@crosstag/core/internal";
import { OPERATIONS, type OperationName } from "@crosstag/operations";
import type { Caller, ResourcePlace } from "../caller.ts";
import { ServiceError } from "../http/service-error.ts";
import { TokenBucket } from "../limits/token-bucket.ts";

/** The permission that is not the name of an operation: reading `GET /metrics`. */
const METRICS = "metrics";

/** A caller of the access file. */
export interface PermittedCaller extends Caller {
  /** Whether it may read the metrics of the service. */
  readonly mayReadMetrics: boolean;
}

/** The permissions of a caller, with its name. */
export interface NamedPermissions extends AccessPermissions {
  /** In journals, logs and messages. */
  readonly name: string;
}

/**
 * Returns the caller that a token or an access key stands for. Keep it as long as the service runs: it counts the requests.
 * @param now the present; permissions end on a day
 */
export function permittedCaller(permissions: NamedPermissions, now: () => Date): PermittedCaller {
  const { name, operations, requestsPerSecond } = permissions;
  const bucket =
    requestsPerSecond === undefined ? undefined : new TokenBucket(requestsPerSecond, () => now().getTime());
  const allowed = allowedOperations(operations);
  const isCloud = permissions.clouds && compileGlobs(permissions.clouds);
  const accounts = permissions.accounts && new Set(permissions.accounts);
  const isTagKey = permissions.tagKeys && compileGlobs(permissions.tagKeys);
  const denied = placeDenied(name, isCloud, accounts);
  return {
    name,
    mayReadMetrics: operations.includes(METRICS) || operations.includes("*"),
    allowOperation: (operation) => {
      refuseExpired(permissions, now());
      const waitMs = bucket?.take() ?? 0;
      if (waitMs > 0) throw tooManyRequests(name, waitMs);
      if (!allowed.has(operation)) throw lacking(name, `operations: ${operation}`, `cannot use ${operation}`);
    },
    allowChange: (places, tagKeys) => {
      for (const place of places) {
        const error = denied(place);
        if (error !== undefined) throw error;
      }
      if (isTagKey === undefined) return;
      if (tagKeys === "all") throw lacking(name, "tagKeys: *", "cannot remove all tags");
      const key = tagKeys.find((one) => !isTagKey(one));
      if (key !== undefined) throw lacking(name, `tagKeys: ${key}`, `cannot change the tag key ${JSON.stringify(key)}`);
    },
    maySee: (place) => denied(place) === undefined,
  };
}

/** The operations that names and groups stand for. */
function allowedOperations(given: readonly string[]): ReadonlySet<OperationName> {
  const names = new Set(given);
  const isNamed = ({ name, effect }: (typeof OPERATIONS)[number]) =>
    names.has("*") || names.has(effect) || names.has(name);
  return new Set(OPERATIONS.filter(isNamed).map(({ name }) => name));
}

/** Returns what a caller lacks for a place. A place without an account is denied to a caller that is limited to accounts. */
function placeDenied(
  name: string,
  isCloud: ((text: string) => boolean) | undefined,
  accounts: ReadonlySet<string> | undefined,
): (place: ResourcePlace) => ServiceError | undefined {
  return ({ provider, cloudNames, account, anyAccount = false }) => {
    if (isCloud !== undefined && !isCloud(provider) && !cloudNames.some(isCloud)) {
      const cloud = cloudNames[0] ?? provider;
      if (cloud === "")
        return lacking(name, "clouds", "is limited to clouds, and the cloud of a resource is not known");
      return lacking(name, `clouds: ${cloud}`, `is not for the cloud ${cloud}`);
    }
    if (accounts === undefined || anyAccount || (account !== undefined && accounts.has(account))) return undefined;
    if (account !== undefined) return lacking(name, `accounts: ${account}`, `is not for the account ${account}`);
    return lacking(name, "accounts", "is limited to accounts, and the account of a resource is not known");
  };
}

function lacking(name: string, permission: string, what: string): ServiceError {
  return new ServiceError({
    code: "access-denied",
    message: `The caller ${name} ${what}. Nothing was sent.`,
    permission,
    hint: "Its permissions are in the access file of the service.",
  });
}

/** @throws ServiceError `unauthenticated` if the last valid day of a caller is over */
export function refuseExpired(permissions: NamedPermissions, now: Date): void {
  if (!isExpired(permissions, now)) return;
  throw new ServiceError({
    code: "unauthenticated",
    message: `The token or access key of ${permissions.name} has expired.`,
    hint: "Ask for a new one. `crosstag serve token` makes it.",
    headers: { "WWW-Authenticate": 'Bearer realm="crosstag", error="invalid_token", error_description="expired"' },
  });
}

function tooManyRequests(name: string, waitMs: number): ServiceError {
  return new ServiceError({
    code: "throttled",
    retry: "throttled",
    message: `The caller ${name} has sent more requests than its requestsPerSecond allow. Nothing was done.`,
    hint: "Repeat the request after the time that Retry-After names.",
    headers: { "Retry-After": String(Math.ceil(waitMs / 1000)) },
  });
}
