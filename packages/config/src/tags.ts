export { parseTagDocument } from "./tags/parse-tag-document.ts";
