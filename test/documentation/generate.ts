import { writeFileSync } from "node:fs";
import { generatedPages } from "./provider-pages.ts";
import { REPOSITORY } from "./pages.ts";

for (const [path, text] of await generatedPages()) writeFileSync(`${REPOSITORY}${path}`, text);
