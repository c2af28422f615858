import type { Plugin } from "vite";
import { findPages, type PageGroup } from "./documentation-pages.ts";

const MODULE = "virtual:documentation-pages";

/** Makes the list of pages a module, each page loaded when it is opened. */
export function listPages(groups: readonly PageGroup[]): Plugin {
  return {
    name: "list-pages",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      const pages = await findPages(groups);
      const lines = pages.map(({ group, name, title, file }) => {
        const fields = JSON.stringify({ group, name, title });
        return `  { ...${fields}, Content: lazy(() => import(${JSON.stringify(file)})) },`;
      });
      const shown = groups.map(({ name, title }) => ({ name, title }));
      return [
        'import { lazy } from "react";',
        `export const GROUPS = ${JSON.stringify(shown)};`,
        "export const PAGES = [",
        ...lines,
        "];",
      ].join("\n");
    },
  };
}
