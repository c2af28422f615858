import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** How each is checked: see `docs/README.md`. `text` is not checked. */
export const LANGUAGES = ["ts", "console", "sh", "json", "yaml", "text"] as const;

/** One fenced block, with the HTML comments right before it. */
interface Block {
  readonly language: string;
  readonly code: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** `<!-- not run: … -->`: why it is not run. */
  readonly notRun?: string;
  /** `<!-- file: … -->`: its file name in the folder in which the page's console blocks run. */
  readonly file?: string;
}

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** `<!-- scene: … -->`: the resources in the clouds before the first block; default `two-clouds`. */
  readonly scene: string;
  /** `<!-- needs: database -->`: its sessions run if there is a Postgres, whose URL is in `DATABASE_URL`. */
  readonly needsDatabase: boolean;
  /** `<!-- needs: python3, curl -->`: its sessions run if these commands are installed. */
  readonly needsCommands: readonly string[];
  /** In the order of the page. */
  readonly blocks: readonly Block[];
  /** Targets of links, with their lines. */
  readonly links: readonly { readonly target: string; readonly line: number }[];
  readonly anchors: ReadonlySet<string>;
}

export function readPages(): readonly Page[] {
  const documents = readdirSync(`${REPOSITORY}docs`, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.mdx?$/.test(path),
  );
  const packages = readdirSync(`${REPOSITORY}packages`).map((name) => `packages/${name}/README.md`);
  const paths = [
    "README.md",
    ...packages.filter((path) => existsSync(`${REPOSITORY}${path}`)),
    ...documents.map((path) => `docs/${path}`),
  ];
  return paths.toSorted().map((path) => parsePage(path, readFileSync(`${REPOSITORY}${path}`, "utf8")));
}

export function parsePage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const links: { target: string; line: number }[] = [];
  const anchors = new Set<string>();
  let scene = "two-clouds";
  let needsDatabase = false;
  let needsCommands: readonly string[] = [];
  let directives: Record<string, string> = {};
  let open: { language: string; line: number; directives: Record<string, string>; code: string[] } | undefined;
  for (const [index, content] of text.split("\n").entries()) {
    const line = index + 1;
    if (open !== undefined) {
      if (content !== "```") open.code.push(content);
      else {
        const { "not run": notRun, file } = open.directives;
        const code = `${open.code.join("\n")}\n`;
        blocks.push({
          language: open.language,
          code,
          line: open.line,
          ...(notRun && { notRun }),
          ...(file && { file }),
        });
        open = undefined;
      }
      continue;
    }
    const fence = /^```(?<language>\S*)/.exec(content)?.groups;
    const directive = /^<!-- (?<name>not run|file|scene|needs): (?<value>.+) -->$/.exec(content)?.groups;
    if (fence !== undefined) {
      open = { language: fence["language"] || "text", line, directives, code: [] };
      directives = {};
    } else if (directive?.["name"] === "scene") scene = directive["value"] ?? "";
    else if (directive?.["name"] === "needs") {
      const needs = (directive["value"] ?? "").split(", ");
      needsDatabase = needs.includes("database");
      needsCommands = needs.filter((name) => name !== "database");
    } else if (directive !== undefined) directives[directive["name"] ?? ""] = directive["value"] ?? "";
    else if (content.trim() !== "") directives = {};
    const heading = /^#+ (?<heading>.+)$/.exec(content)?.groups?.["heading"];
    if (heading !== undefined) anchors.add(anchorOf(heading));
    for (const { groups } of content.replaceAll(/`[^`]*`/g, "").matchAll(/\]\((?<target>[^)\s]+)\)/g))
      links.push({ target: groups?.["target"] ?? "", line });
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: the block is not closed.`);
  return { path, scene, needsDatabase, needsCommands, blocks, links, anchors };
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
