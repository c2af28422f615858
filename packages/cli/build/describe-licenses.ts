import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

/** The packages of others in a bundle, each with its license. @throws Error if a package names none */
export async function describeLicenses(outputs: Metafile["outputs"], directory: string): Promise<string> {
  const used = new Set(
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .flatMap(([file]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
    ),
  );
  const texts = await Promise.all([...used].map((folder) => describePackage(join(directory, folder))));
  // One version may be installed in several folders.
  return `The crosstag command contains these packages.\n\n${[...new Set(texts)].toSorted().join("\n")}`;
}

async function describePackage(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
  const { name, version, license, author } = manifest;
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(?:[.-]|$)/i.test(entry));
  if (license === undefined && file === undefined) throw new Error(`${name} ${version} names no license.`);
  const by = typeof author === "string" ? author : author?.name;
  const text =
    file === undefined
      ? `${license}${by === undefined ? "" : `, by ${by}`}. The package contains no text of its license.`
      : (await readFile(join(folder, file), "utf8")).trim();
  return `${"=".repeat(80)}\n${name} ${version} (${license ?? "see below"})\n\n${text}\n`;
}
