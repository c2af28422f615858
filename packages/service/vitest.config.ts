export { default } from "../../test/vitest.base.ts";
