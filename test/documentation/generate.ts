import { writeFileSync } from "node:fs";
import { generatedSchemas } from "./generated-schemas.ts";
import { generatedPages } from "./generated-pages.ts";
import { REPOSITORY } from "./pages.ts";

for (const [path, text] of [...(await generatedPages()), ...(await generatedSchemas())])
  writeFileSync(`${REPOSITORY}${path}`, text);
