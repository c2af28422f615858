import { CrosstagError, DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createExampleDriver } from "./driver.ts";
import { checkOptions } from "./options.ts";
import { exampleProfile } from "./profile.ts";

/** The export that registries look for: `adapters: ["@acme/crosstag-example"]` in crosstag.yaml loads it. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "example",
  title: "Example cloud",
  dialects: ["example"],
  profile: (dialect = "example") => {
    if (dialect === "example") return exampleProfile;
    throw new CrosstagError({
      code: "configuration",
      provider: "example",
      message: `The example cloud has no dialect ${JSON.stringify(dialect)}.`,
      hint: "Leave out the dialect.",
    });
  },
  // `clouds.NAME.options` of crosstag.yaml. A schema of zod, valibot or ArkType can stand here, too.
  optionsSchema: checkOptions,
  createDriver: async ({ region, account, options }) =>
    createExampleDriver({ file: String(options?.["file"]), region, account }),
};
