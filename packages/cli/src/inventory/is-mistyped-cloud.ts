import { stat } from "node:fs/promises";
import { unknownCloud } from "@crosstag/config/hints";
import { readConfiguration, type ReadingInvocation } from "../configuration/read-configuration.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { hasFileForm } from "./names-file.ts";

/** Whether a side whose form is that of a cloud or a file, such as `prod/1111*`, resembles a cloud, and no such file exists. */
export async function isMistypedCloud(name: string, invocation: ReadingInvocation): Promise<boolean> {
  if (hasFileForm(name) || !name.includes("/")) return false;
  const { file, registry } = await readConfiguration(invocation);
  const providers = registry.registrations.map(({ provider }) => provider);
  const unknown = unknownCloud(name, { providers, configuration: file?.configuration });
  return unknown?.suggestion !== undefined && !(await exists(resolvePath(name, invocation.context)));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
