import type { CloudError } from "../../server/cloud.ts";
import { awsError } from "../protocol/aws-error.ts";
import type { JsonCall } from "../protocol/json-service.ts";
import type { Secret, SecretState } from "./state/secret.ts";
import { endsLikeSuffix } from "./state/suffix.ts";

const nameShape = /^[A-Za-z0-9/_+=.@!-]+$/;

/** A secret as an operation finds it. */
interface FoundSecret {
  readonly secret: Secret;
  /** The state that readers see. */
  readonly shown: SecretState;
}

/** The `SecretId` of a request: a name, an ARN, or an ARN without its suffix. */
export function secretId({ parameters }: JsonCall): string {
  return parameters.string("SecretId", { minimum: 1, maximum: 2048 });
}

/** The secret that a request names. A name with the suffix is not found (documented, verified 2026-11-29). */
export function findSecret(call: JsonCall, named: string): FoundSecret {
  const { secrets } = call.member;
  const region = secrets.regions.get(call.region);
  if (region === undefined) throw notFound();
  const secret = named.startsWith("arn:") ? secretByArn(call, named) : secrets.find(region, checkedName(named));
  const shown = secret?.described();
  if (secret === undefined || shown === undefined) throw notFound();
  return { secret, shown };
}

/** The same for an operation that changes the secret. */
export function findSecretToChange(call: JsonCall, named: string): Secret {
  const { secret } = findSecret(call, named);
  if (secret.isReplica && call.member.secrets.settings.replicaTagging === "refuse") throw isReplica();
  refuseMarked(secret);
  const region = call.member.secrets.regions.get(call.region);
  if (region !== undefined) region.changed = true;
  return secret;
}

function secretByArn(call: JsonCall, arn: string): Secret | undefined {
  const [, partition, service, region = "", account = "", kind, ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (partition !== "aws" || service !== "secretsmanager" || kind !== "secret" || !nameShape.test(resource)) {
    throw invalidName();
  }
  const { secrets } = call.member;
  if (region !== call.region) throw otherRegion(secrets.settings.secretOtherRegionError);
  if (account !== call.member.id) throw otherAccount(call, arn);
  const store = secrets.regions.get(region);
  if (store === undefined) return undefined;
  const whole = endsLikeSuffix(resource) ? secrets.find(store, resource.slice(0, -7)) : undefined;
  if (whole?.identity.arn === arn) return whole;
  if (endsLikeSuffix(resource) && secrets.settings.secretNameLikeSuffix === "not-found") return undefined;
  return secrets.find(store, resource);
}

export function checkedName(name: string): string {
  if (!nameShape.test(name)) throw invalidName();
  return name;
}

/** The text is recorded. */
function invalidName(): CloudError {
  return awsError(
    "ValidationException",
    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
  );
}

/** The text is recorded (2022-09-28): it does not name the secret. */
export function notFound(): CloudError {
  return awsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
}

/** The text is recorded (2026-01-29). */
export function refuseMarked({ current }: Secret): void {
  if (current.deletion === undefined) return;
  throw awsError(
    "InvalidRequestException",
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

/** The text is recorded for PutResourcePolicy (2026-07) and for a deletion (2023-04). */
function isReplica(): CloudError {
  return awsError(
    "InvalidParameterException",
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  );
}

function otherRegion(name: string): CloudError {
  return name === "ResourceNotFoundException" ? notFound() : awsError(name, "The ARN is of another Region.");
}

function otherAccount(call: JsonCall, arn: string): CloudError {
  if (call.member.secrets.settings.secretOtherAccountError === "ResourceNotFoundException") return notFound();
  const action = `secretsmanager:${call.operation}`;
  return call.denial(arn, `because no resource-based policy allows the ${action} action`);
}
