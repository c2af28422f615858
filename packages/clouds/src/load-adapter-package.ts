import { access, lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { currentUser, doubtAboutOwner } from "@crosstag/config/find";
import { CrosstagError } from "@crosstag/core";
import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { resolve } from "import-meta-resolve";
import { refuseIncompleteAdapter } from "./refuse-incomplete-adapter.ts";

/** `name`, `@scope/name`, each with a path inside the package; or a file: `./adapter.js`. */
const PACKAGE_OR_FILE = /^(?:\.{1,2}\/|(?:@[\w.~-]+\/)?[\w~-][\w.~-]*(?:\/|$))/;

/**
 * Loads an adapter package as a module in a folder would: from `node_modules` there or in a folder above.
 * @param file the configuration file that names it, if there is one: its owner is trusted. Not a file that only has the
 *   usual name: any user can write one to a shared folder
 * @throws CrosstagError `configuration` if the package is missing, is not an adapter, or could have been put there by
 *   another user: its code runs with the credentials of this one
 */
export async function loadAdapterPackage(name: string, folder: string, file?: string): Promise<KmsAdapter> {
  const url = resolveFrom(name, folder);
  const code = fileURLToPath(url);
  await access(code).catch((cause: unknown) => {
    throw notFound(name, folder, cause);
  });
  const owner = file === undefined ? undefined : await lstat(file).catch(() => undefined);
  await checkOwners(name, folder, code, owner?.uid);
  let adapter: Partial<KmsAdapter> | undefined;
  try {
    ({ adapter } = (await import(url)) as { readonly adapter?: Partial<KmsAdapter> });
  } catch (cause) {
    throw refused(`The adapter ${name} fails to load.`, "Reinstall it, or try it alone: node -e 'import(…)'", cause);
  }
  if (typeof adapter !== "object" || adapter === null || typeof adapter.provider !== "string")
    throw refused(`${name} does not export \`adapter\`, so it is not a Crosstag adapter.`, "Check the name.");
  if (adapter.contract !== DRIVER_CONTRACT)
    throw refused(
      `The adapter ${name} is written for the contract ${JSON.stringify(adapter.contract)}; this version of Crosstag supports ${JSON.stringify(DRIVER_CONTRACT)}.`,
      "Install a version of the adapter that fits.",
    );
  refuseIncompleteAdapter(adapter, name);
  return adapter;
}

function resolveFrom(name: string, folder: string): string {
  if (!PACKAGE_OR_FILE.test(name))
    throw refused(
      `${JSON.stringify(name)} in \`adapters\` is not the name of a package or a file.`,
      'Write "@acme/crosstag-example" or "./adapter.js".',
    );
  let url: string;
  try {
    url = resolve(name, pathToFileURL(join(folder, "crosstag.yaml")).href);
  } catch (cause) {
    throw notFound(name, folder, cause);
  }
  if (!url.startsWith("file:"))
    throw refused(`${JSON.stringify(name)} in \`adapters\` is a module of Node.js, not an adapter.`, "Check the name.");
  return url;
}

function notFound(name: string, folder: string, cause: unknown): CrosstagError {
  return name.startsWith(".")
    ? refused(`The adapter ${JSON.stringify(name)} does not exist in ${folder}.`, "Check the path.", cause)
    : refused(
        `The adapter ${name} is not installed in ${folder} or in a folder above it.`,
        `Run there: npm install ${name}`,
        cause,
      );
}

/** Checks the file and the way to it: a link on the way counts as well as its target. */
async function checkOwners(name: string, folder: string, code: string, ownerId: number | undefined): Promise<void> {
  const user = { ...currentUser(process.env), ownerId };
  const places = new Set([...withParents(code), ...(await wayTo(name, folder))]);
  for (const place of places) {
    const doubt = await doubtAboutOwner(place, user);
    if (doubt !== undefined)
      throw refused(
        `The adapter ${name} is not loaded: ${doubt}.`,
        "Its code would run with your credentials. Install it in a folder that only you can write to.",
      );
  }
}

function withParents(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...withParents(parent)];
}

/** The folder of the package as Node looks for it, before links are followed. */
async function wayTo(name: string, folder: string): Promise<readonly string[]> {
  if (name.startsWith(".")) return withParents(join(folder, name));
  const packageName = name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
  for (const start of withParents(folder)) {
    const place = join(start, "node_modules", packageName);
    const found = await lstat(place).catch(() => undefined);
    if (found !== undefined) return withParents(place);
  }
  return [];
}

function refused(message: string, hint: string, cause?: unknown): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint, ...(cause !== undefined && { cause }) });
}
