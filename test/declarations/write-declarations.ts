import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarations, ENTRIES } from "./declarations.ts";

for (const file of readdirSync(ENTRIES)) rmSync(join(ENTRIES, file));
for (const [file, text] of declarations()) writeFileSync(join(ENTRIES, file), text);
