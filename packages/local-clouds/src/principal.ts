/**
 * The caller, as the last part of its ARN. An `assumed-role` is named with its role and its session. Local clouds apply
 * no permissions by it: GetCallerIdentity and refusals name it.
 */
export type Principal = "root" | `user/${string}` | `assumed-role/${string}/${string}`;

/** Credentials with a token are treated as those of an assumed role, as most of them are. */
export function principalOf(credentials: { readonly principal?: Principal }, token: string | undefined): Principal {
  return credentials.principal ?? (token === undefined ? "user/local-clouds" : "assumed-role/local-clouds/session");
}
