import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

/** Writes a `crosstag.yaml` with the entry `production`: all accounts of the organization of the local AWS. */
export async function writeOrganization({ clouds: { aws }, directory }: Scene): Promise<void> {
  await writeFile(
    join(directory, "crosstag.yaml"),
    [
      "clouds:",
      "  production:",
      "    provider: aws",
      `    endpoint: ${aws.endpoint}`,
      "    organization: {}",
      "    assumeRole: { name: OrganizationAccountAccessRole, region: us-east-1 }",
      `    regions: [${aws.region}]`,
      "",
    ].join("\n"),
  );
}
