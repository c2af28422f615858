import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";

/** Pages that belong together. */
export interface PageGroup {
  /** Part of the address: `aws`. */
  readonly name: string;
  readonly title: string;
  /** With the pages, as `.mdx` or `.md`. */
  readonly folder: string;
}

/** One page about an operation. */
export interface DocumentationPage {
  readonly group: string;
  /** Part of the address: the name of the file. */
  readonly name: string;
  readonly title: string;
  readonly file: string;
}

const OPERATIONS = join(import.meta.dirname, "../../../docs/operations");

/** The pages of this repository. */
export const DOCUMENTATION: readonly PageGroup[] = [
  { name: "operations", title: "Crosstag", folder: OPERATIONS },
  { name: "aws", title: "AWS KMS and QKMS", folder: join(OPERATIONS, "aws") },
  { name: "alibaba", title: "Alibaba Cloud KMS", folder: join(OPERATIONS, "alibaba") },
  { name: "tencent", title: "Tencent Cloud", folder: join(OPERATIONS, "tencent") },
];

/** Reads which pages there are, in the order of their file names. */
export async function findPages(groups: readonly PageGroup[]): Promise<readonly DocumentationPage[]> {
  const pages = await Promise.all(
    groups.map(async ({ name: group, folder }) => {
      const files = (await readdir(folder)).filter((file) => /\.mdx?$/.test(file) && file !== "README.md");
      return Promise.all(files.toSorted().map((file) => readPage(group, join(folder, file))));
    }),
  );
  return pages.flat();
}

async function readPage(group: string, file: string): Promise<DocumentationPage> {
  const name = basename(file).replace(/\.mdx?$/, "");
  return { group, name, title: titleOf(await readFile(file, "utf8")) ?? name, file };
}

/** From the front matter, or the first heading. */
function titleOf(text: string): string | undefined {
  const front: unknown = parse(/^---\n(?<yaml>[\s\S]*?)\n---\n/.exec(text)?.groups?.["yaml"] ?? "");
  const fields: Readonly<Record<string, unknown>> = { ...Object(front) };
  const title = fields["sidebar_label"] ?? fields["title"];
  return typeof title === "string" ? title : /^# (?<heading>.+)$/m.exec(text)?.groups?.["heading"];
}
