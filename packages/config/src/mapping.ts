export { mappingJsonSchema } from "./mapping/mapping-schema.ts";
export { parseMapping } from "./mapping/parse-mapping.ts";
export type { ParsedMapping } from "./mapping/parse-mapping.ts";
