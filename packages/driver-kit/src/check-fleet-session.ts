import type { FleetSessionSettings } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";

/** What the token service of a cloud accepts for sessions. */
export interface SessionRules {
  /** The service in messages. */
  readonly service: string;
  /** Makes the errors of the provider. */
  readonly configurationError: ConfigurationError;
  /** Names of sessions, and source identities. */
  readonly text: RegExp;
  /** `text` in words, as a request: `Use 2 to 64 letters`. */
  readonly rule: string;
  /** Source identities that are refused all the same. Default: none. */
  readonly reservedIdentity?: RegExp;
}

/** Checks how the roles of a fleet are to be assumed. @throws CrosstagError `configuration` */
export function checkFleetSession(session: FleetSessionSettings, rules: SessionRules): void {
  const { sessionName, sourceIdentity, durationSeconds } = session;
  const { service, configurationError, text, rule, reservedIdentity } = rules;
  if (sessionName !== undefined && !text.test(sessionName))
    throw configurationError(`assumeRole.sessionName is not a name that ${service} accepts.`, rule);
  if (sourceIdentity !== undefined && (!text.test(sourceIdentity) || reservedIdentity?.test(sourceIdentity) === true))
    throw configurationError(`assumeRole.sourceIdentity is not a text that ${service} accepts.`, rule);
  if (durationSeconds !== undefined && (durationSeconds < 900 || durationSeconds > 43_200))
    throw configurationError("assumeRole.durationSeconds is out of range.", "Set it from 900 to 43200 seconds.");
}
