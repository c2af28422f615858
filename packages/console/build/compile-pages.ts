import { join } from "node:path";
import { compile, type CompileOptions } from "@mdx-js/mdx";
import remarkDirective from "remark-directive";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import type { AliasOptions, Plugin } from "vite";
import { remarkNotices } from "./remark-notices.ts";

const IMPORTED = join(import.meta.dirname, "../page/try-it/imported");

/** The modules that pages of a Docusaurus site import. */
export const PAGE_MODULES: AliasOptions = [
  { find: "@theme/Tabs", replacement: join(IMPORTED, "tabs.ts") },
  { find: "@theme/TabItem", replacement: join(IMPORTED, "tab-item.ts") },
  { find: "@site/src/components/ApiTester", replacement: join(IMPORTED, "api-tester.ts") },
  { find: "@site/src/components/ParamsTable", replacement: join(IMPORTED, "params-table.ts") },
  { find: "@site/src/components/ApiExample", replacement: join(IMPORTED, "api-example.ts") },
];

/** Compiles `.mdx` pages, and `.md` pages as Markdown without components, into React components. */
export function compilePages(): Plugin {
  return {
    name: "compile-pages",
    // Before the plugin that compiles JSX.
    enforce: "pre",
    async transform(source, id) {
      if (!/\.mdx?$/.test(id)) return undefined;
      const { value } = await compile({ value: source, path: id }, OPTIONS);
      return { code: String(value), map: null };
    },
  };
}

const OPTIONS: CompileOptions = {
  format: "detect",
  remarkPlugins: [remarkFrontmatter, remarkGfm, remarkDirective, remarkNotices],
};
