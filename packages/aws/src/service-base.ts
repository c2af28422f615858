import { CrosstagError, DRIVER_CONTRACT, type KmsDriver, type KmsProfile, type Reference } from "@crosstag/core/driver";
import type { AnswerForm } from "./check-answer.ts";
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import type { ServiceConnection } from "./connect-service.ts";
import { formatArn } from "./references.ts";
import type { ServiceErrors } from "./service-errors.ts";

/** What the drivers of all services beside KMS have in common. */
export function serviceBase(profile: KmsProfile, connection: ServiceConnection, errors: ServiceErrors) {
  const { scope, endpoint, callTimeoutMs, supply, owner, close } = connection;
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    ...(endpoint !== undefined && { endpoint }),
    ...(callTimeoutMs !== undefined && { callTimeoutMs }),
    // Another server may ignore the account in an ARN.
    sendsFullNames: profile.sendsFullNames && endpoint === undefined,
    classify: (error: unknown) => classifyFleetFailure(error, supply.origin, errors),
    credentialsAwaited: () => supply.awaited,
    renewCredentials: async () => supply.renew(),
    identify: (context) => owner.identify(context),
    close: async () => close(),
  } satisfies Partial<KmsDriver>;
}

/**
 * The answers of a service.
 * @param fields by operation the fields that its answer can have; see `AnswerForm`
 * @param mostBytes of a page of a list
 */
export function answersOf(
  title: string,
  fields: Readonly<Record<string, readonly string[]>>,
  mostBytes: number,
): AnswerForm {
  return { title, mostBytes, fields: new Map(Object.entries(fields)), lists: new Map() };
}

/** The error for a call that the engine never makes, as the capabilities say. */
export function unsupportedAll(title: string): CrosstagError {
  return new CrosstagError({
    code: "unsupported",
    provider: "aws",
    message: `${title} cannot remove all tags in one call.`,
  });
}

/** The only resource of a call. */
export function onlyOne(resources: readonly Reference[], title: string): Reference {
  const [resource] = resources;
  if (resource === undefined || resources.length > 1)
    throw new TypeError(`${title} accepts exactly one resource in a call.`);
  return resource;
}

/**
 * The ARN of a resource: these services accept no short name that is certain to mean the same resource.
 * @param resource what follows the account in the ARN
 * @throws CrosstagError `configuration` if the account is not known
 */
export function arnOf(
  reference: Reference,
  { scope, title }: Pick<KmsDriver, "scope" | "title">,
  { service, resource }: { readonly service: string; readonly resource: string },
): string {
  const arn = formatArn(reference, scope, service, resource);
  if (arn !== undefined) return arn;
  throw new CrosstagError({
    code: "configuration",
    provider: "aws",
    message: `${title} needs the ARN of a resource, and the account is not known.`,
    hint: "Give the ARN, or set the account of the cloud.",
  });
}
