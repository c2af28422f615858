import type { CloudConfiguration, CrosstagConfiguration } from "@crosstag/clouds";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { hasFleets } from "./cloud-selection.ts";
import { UsageError } from "../usage-error.ts";

const LONGEST_SECONDS = 3_600;

/** What the flags of a command line say of the clouds, over what the file or the environment says. @throws UsageError */
export function overrideSettings(
  configuration: CrosstagConfiguration,
  globals: Pick<GlobalOptions, "region" | "profile" | "endpoint" | "caBundle" | "timeout">,
  context: Pick<CommandContext, "workingDirectory">,
): CrosstagConfiguration {
  const { region, profile, endpoint, caBundle, timeout } = globals;
  // Of an entry for many clouds, it selects regions.
  const ofOne = given({ region: hasFleets(configuration) ? undefined : region, profile, endpoint });
  const ofAll = given({
    caBundle: caBundle === undefined ? undefined : resolvePath(caBundle, context),
    callTimeoutSeconds: timeout,
  });
  if (timeout !== undefined && (timeout < 1 || timeout > LONGEST_SECONDS))
    throw new UsageError(
      `--timeout ${timeout} is out of range.`,
      `Give a number of seconds from 1 to ${LONGEST_SECONDS}.`,
    );
  const names = Object.keys(configuration.clouds);
  const flags = Object.keys(ofOne);
  if (flags.length > 0 && names.length !== 1) {
    throw new UsageError(
      `--${flags.join(" and --")} applies to one cloud only, but ${names.length} are selected: ${names.join(", ")}.`,
      `Select one of them: --cloud ${names[0] ?? "NAME"}`,
    );
  }
  const clouds = Object.entries(configuration.clouds).map(([name, cloud]): [string, CloudConfiguration] => [
    name,
    { ...cloud, ...ofOne, ...ofAll },
  ]);
  return { ...configuration, clouds: Object.fromEntries(clouds) };
}

function given(settings: Readonly<Record<string, string | number | undefined>>): Partial<CloudConfiguration> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
