import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Packages resolve to their sources, so no build has to run before the tests. Node gets these conditions for `require`, too, so
// that "import" must not be one of them.
const conditions = ["@crosstag/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/bench/**"],
    globalSetup: ["build-programs.ts", "command/share-commands.ts"].map((path) =>
      fileURLToPath(new URL(path, import.meta.url)),
    ),
    // Files share the modules that they import: to import the SDKs again for each file takes a third of the whole time.
    isolate: false,
    setupFiles: [fileURLToPath(new URL("restore-process.ts", import.meta.url))],
    // Only a test that hangs comes to these limits, and no test has a shorter one of its own: how long it takes depends on
    // what else the machine does.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    // As Node itself imports CommonJS packages, so that what passes here works there.
    deps: { interopDefault: false },
  },
});
