import type { RequestParameters } from "./sample.ts";
import { shellCommand, shellWord } from "./shell-command.ts";
import { wireSubject } from "./wire-subject.ts";

/** The Crosstag command that does what a cloud's operation does; undefined if there is none. */
export function crosstagCommand(cloud: string, operation: string, parameters: RequestParameters): string | undefined {
  const { resources, tags, tagKeys, all } = wireSubject(parameters);
  const names = resources.map(shellWord);
  // QKMS is a dialect of the cloud "aws".
  const where = `--cloud ${cloud === "qkms" ? "aws" : cloud}`;
  switch (operation) {
    case "TagResource":
    case "TagResources":
      return shellCommand("crosstag tag", [
        ...names,
        ...tags.map(([key, value]) => `--set ${shellWord(`${key}=${value}`)}`),
        where,
      ]);
    case "UntagResource":
    case "UntagResources":
    case "UnTagResources":
      return shellCommand("crosstag untag", [
        ...names,
        ...(all ? ["--all"] : tagKeys.map((key) => `--key ${shellWord(key)}`)),
        where,
      ]);
    case "ListResourceTags":
    case "ListTagResources":
    case "GetResources":
      return shellCommand("crosstag list", [...names, where]);
    case "DescribeKey":
      return shellCommand("crosstag list --output wide", [...names, where]);
    case "ListKeys":
      return shellCommand("crosstag list --kind key", [where]);
    case "DeleteImportedKeyMaterial":
    case "DeleteKeyMaterial":
      return shellCommand("crosstag delete-key-material", [...names, where]);
    default:
      return undefined;
  }
}
