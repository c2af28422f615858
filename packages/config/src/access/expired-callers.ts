import type { AccessConfiguration, AccessPermissions } from "./access-configuration.ts";

/** Whether the last valid day of a caller is over, in UTC. */
export function isExpired({ expires }: Pick<AccessPermissions, "expires">, now: Date): boolean {
  return expires !== undefined && now.toISOString().slice(0, "2026-12-31".length) > expires;
}

/** The names of the tokens and access keys that have expired, for a warning at the start: their callers are refused. */
export function expiredCallers({ tokens, accessKeys }: AccessConfiguration, now: Date): readonly string[] {
  return [...tokens, ...accessKeys].filter((caller) => isExpired(caller, now)).map(({ name }) => name);
}
