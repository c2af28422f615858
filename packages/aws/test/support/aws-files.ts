import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

/** A home directory of its own, and no other source of credentials in the environment. */
export interface AwsFiles {
  readonly home: string;
  writeConfig(content: string): Promise<void>;
  writeCredentials(content: string): Promise<void>;
  /** A token as `aws sso login` leaves it; `id`: the hash of the session's name. */
  writeSsoToken(fileName: string, token: Readonly<Record<string, string>>): Promise<void>;
  /** An executable file in the home directory. */
  writeScript(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

export async function awsFiles(): Promise<AwsFiles> {
  const home = await mkdtemp(join(tmpdir(), "crosstag-aws-"));
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "credentials"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  return {
    home,
    writeConfig: (content) => writeFile(join(home, "config"), content),
    writeCredentials: (content) => writeFile(join(home, "credentials"), content),
    writeSsoToken: async (fileName, token) => {
      const folder = join(home, ".aws", "sso", "cache");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, fileName), JSON.stringify(token));
    },
    writeScript: async (name, text) => {
      const path = join(home, name);
      await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      return path;
    },
    remove: async () => {
      vi.unstubAllEnvs();
      await rm(home, { recursive: true, force: true });
    },
  };
}
