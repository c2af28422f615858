export { readCsvHeader, REFERENCE_COLUMNS } from "./tables/csv-header.ts";
export type { CsvHeader } from "./tables/csv-header.ts";
export { CSV_FORM, parseCsv } from "./tables/parse-csv.ts";
export type { CsvRow } from "./tables/parse-csv.ts";
export { isTagTable, parseTagTable } from "./tables/parse-tag-table.ts";
export type { TableResource, TagTable } from "./tables/parse-tag-table.ts";
export { looksLikeReference, referenceOfRow, referencesOfLine } from "./tables/reference-like.ts";
