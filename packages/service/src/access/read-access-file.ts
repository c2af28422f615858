import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseAccess, type AccessConfiguration, type AccessKey } from "@crosstag/config/access";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";

/** An access file with the secrets that it names. */
export interface ReadAccessFile {
  /** The content of the file. */
  readonly configuration: AccessConfiguration;
  /** The secrets of the access keys by their ids. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Permission bits of other users than the owner. */
const OTHERS = 0o077;

/**
 * Reads an access file, and the secrets of its access keys from where it says that they are.
 * @param path relative to the working directory of the process
 * @throws CrosstagError `configuration` with every problem of the file, or if a secret is not there or is readable for
 *   other users
 */
export async function readAccessFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReadAccessFile> {
  const full = resolve(path);
  let content: string;
  try {
    content = await readFile(full, "utf8");
  } catch (error) {
    throw wrong(`The access file ${JSON.stringify(path)} cannot be read: ${systemReason(error)}.`);
  }
  const configuration = parseAccess(content, path);
  const secrets = new Map<string, string>();
  for (const key of configuration.accessKeys) secrets.set(key.id, await readSecret(key, dirname(full), environment));
  return { configuration, secrets };
}

async function readSecret(
  { name, secret }: AccessKey,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const text =
    "environment" in secret
      ? environment[secret.environment]
      : await readSecretFile(name, resolve(folder, secret.file));
  const place = "environment" in secret ? `the environment variable ${secret.environment}` : secret.file;
  if (text === undefined) throw wrong(`The secret of the access key ${name} is missing: ${place} is not set.`);
  if (!/^[\x21-\x7e]{20,}$/.test(text))
    throw wrong(
      `The secret of the access key ${name} in ${place} is not at least 20 ASCII characters without spaces.`,
      "Make one: openssl rand -base64 30",
    );
  return text;
}

async function readSecretFile(name: string, path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== "win32" && (mode & OTHERS) !== 0)
      throw wrong(
        `Other users can read the secret of the access key ${name}: ${path} has the mode ${(mode & 0o777).toString(8)}.`,
        `chmod 600 ${path}. Replace the secret if other users could have read it.`,
      );
    return (await readFile(path, "utf8")).trimEnd();
  } catch (error) {
    if (CrosstagError.is(error)) throw error;
    throw wrong(`The secret of the access key ${name} cannot be read from ${path}: ${systemReason(error)}.`);
  }
}

function wrong(message: string, hint?: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, ...(hint !== undefined && { hint }) });
}
