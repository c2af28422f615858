import { timingSafeEqual } from "node:crypto";
import type { AccessConfiguration } from "@crosstag/config/access";
import { ServiceError } from "../http/service-error.ts";
import { permittedCaller, refuseExpired, type PermittedCaller } from "./permitted-caller.ts";
import { hashToken, TOKEN_PREFIX } from "./token.ts";

/** An access key of the service with its secret. */
export interface OpenedAccessKey {
  /** The secret. Never logged. */
  readonly secretAccessKey: string;
  /** The caller that signs with it. */
  readonly caller: PermittedCaller;
  /** Full names of the keys whose imported material may be deleted over the AWS protocol. Absent: none. */
  readonly deletableKeyMaterial?: readonly string[] | undefined;
}

/** The callers of a service. */
export interface Access {
  /**
   * Finds the caller by the token in `Authorization: Bearer ct_…`.
   * @throws ServiceError `unauthenticated` if there is no valid token
   */
  authenticate(request: Pick<Request, "headers">): PermittedCaller;
  /** The access key with this id. Undefined: the service has no such key. */
  findKey(accessKeyId: string): OpenedAccessKey | undefined;
}

/** What `openAccess` needs besides the configuration. */
export interface AccessInputs {
  /** The secrets of the access keys by their ids. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The present. */
  readonly now: () => Date;
}

/** Returns the callers of an access file. They count their requests: open a file once for a service. */
export function openAccess({ tokens, accessKeys }: AccessConfiguration, { secrets, now }: AccessInputs): Access {
  const callers = tokens.map((token) => ({
    hash: Buffer.from(token.hash),
    token,
    caller: permittedCaller(token, now),
  }));
  const keys = new Map(
    accessKeys.flatMap((key) => {
      const secretAccessKey = secrets.get(key.id);
      if (secretAccessKey === undefined) return [];
      const { deletableKeyMaterial } = key;
      return [[key.id, { secretAccessKey, deletableKeyMaterial, caller: permittedCaller(key, now) }]];
    }),
  );
  return {
    authenticate: ({ headers }) => {
      const given = Buffer.from(hashToken(tokenIn(headers)));
      let found: (typeof callers)[number] | undefined;
      // All of them, so that the time does not depend on which is the right one.
      for (const one of callers) if (one.hash.length === given.length && timingSafeEqual(one.hash, given)) found = one;
      if (found !== undefined) {
        refuseExpired(found.token, now());
        return found.caller;
      }
      throw unauthenticated(
        "The token is not known.",
        "It may have been replaced; ask the operator of the service.",
        true,
      );
    },
    findKey: (id) => keys.get(id),
  };
}

function tokenIn(headers: Headers): string {
  const given = headers.get("Authorization");
  if (given === null)
    throw unauthenticated("The request has no token.", `Send Authorization: Bearer ${TOKEN_PREFIX}….`);
  const token = /^Bearer +(\S+)$/i.exec(given)?.[1];
  if (token?.startsWith(TOKEN_PREFIX)) return token;
  const hint = `Send Authorization: Bearer ${TOKEN_PREFIX}…, with the token as \`crosstag serve token\` printed it.`;
  throw unauthenticated("The Authorization header has no token of this service.", hint, true);
}

function unauthenticated(message: string, hint: string, wasGiven = false): ServiceError {
  const challenge = `Bearer realm="crosstag"${wasGiven ? ', error="invalid_token"' : ""}`;
  return new ServiceError({ code: "unauthenticated", message, hint, headers: { "WWW-Authenticate": challenge } });
}
