import type { Reference } from "@crosstag/core/driver";
import { hasMalformedPlace, partsOfArn } from "../references.ts";

/** The service in messages. */
export const TITLE = "AWS Secrets Manager";

/** A name of a secret, with or without the six characters: CreateSecret, API reference (verified 2026-11-29). */
export const SECRET_NAME = /^[A-Za-z0-9/_+=.@!-]{1,519}$/;

/** Whether a name ends like the one in a complete ARN: a hyphen and six letters or digits. */
export function hasSuffix(name: string): boolean {
  return /.-[A-Za-z0-9]{6}$/.test(name);
}

/** What the complete ARN of a secret says. */
export interface SecretFacts extends Required<Pick<Reference, "id" | "partition" | "region" | "account">> {
  /** The name of the secret. */
  readonly name: string;
}

/** What the complete ARN of a secret says; undefined if the value is none. */
export function secretArnIn(value: unknown): SecretFacts | undefined {
  if (typeof value !== "string") return undefined;
  const parts = partsOfArn(value);
  const { partition, service, region, account, resource } = parts;
  const id = resource.slice("secret:".length);
  if (service !== "secretsmanager" || hasMalformedPlace(parts) || !resource.startsWith("secret:")) return undefined;
  if (!SECRET_NAME.test(id) || !hasSuffix(id)) return undefined;
  return { id, name: id.slice(0, -"-xxxxxx".length), partition, region, account };
}
