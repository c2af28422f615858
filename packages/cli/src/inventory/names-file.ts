import { isFleet } from "@crosstag/config/hints";
import { isPartOf } from "../configuration/cloud-selection.ts";
import { readConfiguration, type ReadingInvocation } from "../configuration/read-configuration.ts";

/**
 * Whether a side is a file. Names of files and of clouds differ in their form, so that a new file never hides a cloud: only
 * a name with a / and no ending can be either, and is a cloud if the configuration says so.
 */
export async function namesFile(name: string, invocation: ReadingInvocation): Promise<boolean> {
  if (hasFileForm(name)) return true;
  if (!name.includes("/")) return false;
  const { file } = await readConfiguration(invocation);
  const clouds = Object.entries(file?.configuration.clouds ?? {});
  return !clouds.some(([entry, cloud]) => name === entry || (isFleet(cloud) && isPartOf(name, entry, cloud)));
}

/** Whether a side is a file whatever clouds there are. */
export function hasFileForm(name: string): boolean {
  return name === "-" || /\.(?:jsonl|ndjson|json|csv)$/i.test(name) || /^\.{0,2}\//.test(name);
}

/** The names that are clouds. */
export async function cloudsAmong(names: readonly string[], invocation: ReadingInvocation): Promise<readonly string[]> {
  const areFiles = await Promise.all(names.map((name) => namesFile(name, invocation)));
  return names.filter((_, position) => areFiles[position] === false);
}
