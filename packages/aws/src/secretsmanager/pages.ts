import type { ListSecretsCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { AliasPage, AliasRow, Reference, ResourcePage } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import { malformed, requestIdOf } from "../check-answer.ts";
import { aliasOf } from "./references.ts";
import { type SecretFacts, secretArnIn, TITLE } from "./secret-arn.ts";

/** The longest token (API reference of ListSecrets, verified 2026-11-29). */
const MOST_TOKEN_LENGTH = 4096;

/** A page of secrets, from ListSecrets. @throws UnexpectedAnswerError if the answer is not as documented */
export function toResourcePage(answer: ListSecretsCommandOutput, provider: string): ResourcePage {
  const { secrets, ...rest } = secretsIn(answer);
  return { resources: secrets.map((facts) => referenceTo(facts, provider)), ...rest };
}

/** The names of the secrets of a page, as aliases. @throws UnexpectedAnswerError if the answer is not as documented */
export function toAliasPage(answer: ListSecretsCommandOutput, provider: string): AliasPage {
  const { secrets, ...rest } = secretsIn(answer);
  const aliases = secrets.map(({ name, ...facts }): AliasRow => {
    const id = aliasOf(name);
    const { partition, region, account } = facts;
    return { alias: { provider, kind: "secret", id, alias: true, partition, region, account, text: id }, id: facts.id };
  });
  return { aliases, ...rest };
}

interface Secrets {
  readonly secrets: readonly SecretFacts[];
  readonly unreadable?: number;
  readonly next?: string;
  readonly requestId?: string;
}

function secretsIn(answer: ListSecretsCommandOutput): Secrets {
  const { SecretList: list, NextToken: next } = fieldsOf(answer);
  if (!Array.isArray(list)) throw malformed(answer, "no list of secrets", TITLE);
  // An empty page can have a token, which leads on.
  if (!isToken(next)) throw malformed(answer, "a NextToken that is not a text that can be sent", TITLE);
  const facts = list.map((entry: unknown) => secretArnIn(fieldsOf(entry)["ARN"]));
  const secrets = facts.filter((known) => known !== undefined);
  const unreadable = facts.length - secrets.length;
  return {
    secrets,
    ...(unreadable > 0 && { unreadable }),
    ...(next && { next }),
    ...requestIdOf(answer),
  };
}

function isToken(value: unknown): value is string | undefined | null {
  return value === undefined || value === null || (typeof value === "string" && value.length <= MOST_TOKEN_LENGTH);
}

function referenceTo({ id, partition, region, account }: SecretFacts, provider: string): Reference {
  const text = `arn:${partition}:secretsmanager:${region}:${account}:secret:${id}`;
  return { provider, kind: "secret", id, alias: false, partition, region, account, text };
}
