import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import type { Invocation } from "../../invocation.ts";
import { ownVersion } from "../../own-version.ts";
import { UsageError } from "../../usage-error.ts";
import { adapterFiles } from "./adapter-files.ts";
import { findClone } from "./find-clone.ts";
import { nextLines } from "./next-lines.ts";
import { writeNewFolder } from "./write-new-folder.ts";

interface AdapterOptions {
  readonly out?: string;
}

/** What the suite requires of `provider`. */
const NAME = /^[a-z][a-z0-9-]*$/;

/** Writes the package of an adapter to start with. */
export async function run({ operands, options, context, messages }: Invocation<AdapterOptions>): Promise<ExitCode> {
  const [, name = ""] = operands;
  if (!NAME.test(name))
    throw new UsageError(
      `${JSON.stringify(name)} is not the name of a cloud.`,
      "Use lower-case letters, digits and -, from a letter on: crosstag adapter new acme",
    );
  const folder = options.out ?? `crosstag-${name}`;
  await writeNewFolder(resolvePath(folder, context), adapterFiles(name), folder);
  messages.info(`Written: ${folder}`);
  messages.info([...nextLines(folder, { clone: findClone(), version: ownVersion() })]);
  return EXIT_CODE.done;
}
