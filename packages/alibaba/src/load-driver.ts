import { loadKmsModels } from "./sdk.ts";

/** Loads what makes calls. */
export async function loadDriver() {
  const [models, { AlibabaClient: Client }, { assembleDriver: assemble }] = await Promise.all([
    loadKmsModels(),
    import("./client.ts"),
    import("./driver.ts"),
  ]);
  return { models, Client, assemble };
}
