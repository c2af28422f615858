/**
 * Who signs, as the last part of the caller's ARN. An `assumed-role` is named with its role and its session. Neither
 * cloud's local service applies permissions by it: it is what GetCallerIdentity and refusals name.
 */
export type Principal = "root" | `user/${string}` | `assumed-role/${string}/${string}`;

/** Credentials with a token are taken for an assumed role's, as most of them are. */
export function principalOf(credentials: { readonly principal?: Principal }, token: string | undefined): Principal {
  return credentials.principal ?? (token === undefined ? "user/local-clouds" : "assumed-role/local-clouds/session");
}
