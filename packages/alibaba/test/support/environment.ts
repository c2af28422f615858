import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An environment in which nothing is configured and no credential provider can reach a network. */
export interface BareEnvironment {
  set(name: string, value: string): void;
  /** Writes `~/.aliyun/config.json`. */
  writeConfiguration(content: string): Promise<void>;
  restore(): Promise<void>;
}

export async function bareEnvironment(): Promise<BareEnvironment> {
  const before = { ...process.env };
  const home = await mkdtemp(join(tmpdir(), "crosstag-alibaba-"));
  for (const name of Object.keys(process.env)) if (name.startsWith("ALIBABA_CLOUD_")) delete process.env[name];
  process.env["HOME"] = home;
  process.env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
  // No server listens there.
  process.env["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://127.0.0.1:1/";
  return {
    set: (name, value) => {
      process.env[name] = value;
    },
    writeConfiguration: async (content) => {
      await mkdir(join(home, ".aliyun"), { recursive: true });
      await writeFile(join(home, ".aliyun", "config.json"), content);
    },
    restore: async () => {
      for (const name of Object.keys(process.env)) if (!Object.hasOwn(before, name)) delete process.env[name];
      Object.assign(process.env, before);
      await rm(home, { recursive: true });
    },
  };
}
