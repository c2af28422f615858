import base from "./vitest.base.ts";
const conditions = ["@crosstag/source", "node", "import", "default"];
export default {
  ...base,
  root: new URL(".", import.meta.url).pathname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};
