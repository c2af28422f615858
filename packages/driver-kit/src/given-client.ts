import type { ConfigurationError } from "./configuration-error.ts";

/**
 * Refuses settings that a client which was passed in already has.
 * @param options the options with the client
 * @param settings the names of the settings that cannot be set together with it
 * @throws CrosstagError `configuration`
 */
export function refuseSettingsOfClient<Setting extends string>(
  options: Readonly<Partial<Record<Setting, unknown>>>,
  settings: readonly Setting[],
  configurationError: ConfigurationError,
): void {
  for (const name of settings) {
    if (options[name] !== undefined) {
      throw configurationError(
        `"client" and "${name}" cannot be set together.`,
        `Remove one of them: the client has its own ${name}.`,
      );
    }
  }
}
