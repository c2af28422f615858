import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { VITE_SETTINGS } from "./vite-settings.ts";

const PACKAGE = join(import.meta.dirname, "..");

/** Builds the components of pages about operations as a module for other sites. They bring React and zod themselves. */
export async function buildComponents(): Promise<void> {
  await build({
    ...VITE_SETTINGS,
    publicDir: false,
    plugins: [react()],
    build: {
      ...VITE_SETTINGS.build,
      outDir: join(PACKAGE, "dist/components"),
      lib: {
        entry: join(PACKAGE, "page/try-it/components/styled.ts"),
        formats: ["es"],
        fileName: () => "index.js",
        cssFileName: "index",
      },
      rolldownOptions: { external: [/^react(?:-dom)?(?:\/|$)/, "zod"] },
    },
  });
}
