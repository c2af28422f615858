/** What makes it a package. `CLOUD` stands for the name of the cloud. */
export const PACKAGE_FILES: Readonly<Record<string, string>> = {
  "package.json": `{
  "name": "crosstag-CLOUD",
  "version": "0.1.0",
  "description": "An adapter for Crosstag.",
  "files": ["dist"],
  "type": "module",
  "exports": { ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } },
  "scripts": { "build": "tsc", "test": "vitest run" },
  "devDependencies": {
    "@crosstag/conformance": "^0.1.0",
    "@types/node": "^20.19.0",
    "typescript": "^5.9.0",
    "vitest": "^4.1.0"
  },
  "peerDependencies": { "@crosstag/core": "^0.1.0" },
  "engines": { "node": ">=20.19.0" }
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "module": "NodeNext",
    "types": ["node"],
    "rootDir": "src",
    "outDir": "dist",
    "declaration": true,
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "verbatimModuleSyntax": true,
    "rewriteRelativeImportExtensions": true,
    "skipLibCheck": true
  },
  "include": ["src"]
}
`,
  "README.md": `# Crosstag adapter for CLOUD

\`npm test\` runs the conformance suite of Crosstag. Each failure that begins with "Next:" names what to write next:

1. \`test/harness.ts\`: a fake of the cloud, written from its documentation
2. \`src/driver.ts\`: one method for each wire call
3. \`src/classify-failure.ts\`: what an error means, and whether the call may have taken effect
4. \`src/profile.ts\` and \`src/references.ts\`: the facts of the cloud, each with its source

Then build it, install it beside crosstag.yaml, and name it there:

\`\`\`yaml
adapters: [crosstag-CLOUD]
clouds:
  main: { provider: CLOUD, region: region-1 }
\`\`\`
`,
  "src/index.ts": `export { adapter } from "./adapter.ts";
export { createDriver } from "./driver.ts";
export { profile } from "./profile.ts";
`,
};
