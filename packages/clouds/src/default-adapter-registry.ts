import { AdapterRegistry } from "./adapter-registry.ts";

/**
 * Returns a new registry with the adapters of this project: `aws`, `alibaba` and `tencent`. Loads nothing; each adapter package is
 * imported when a configuration names its provider. Add others with `register`.
 */
export function defaultAdapterRegistry(): AdapterRegistry {
  return new AdapterRegistry()
    .register({
      provider: "aws",
      packageName: "@crosstag/aws",
      load: loadAws,
      environment: {
        region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
        endpoint: ["AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"],
      },
    })
    .register({
      provider: "alibaba",
      packageName: "@crosstag/alibaba",
      load: loadAlibaba,
      environment: { region: ["ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION"] },
    })
    .register({
      provider: "tencent",
      packageName: "@crosstag/tencent",
      load: loadTencent,
      environment: { region: ["TENCENTCLOUD_REGION"] },
    });
}

// Bundlers (esbuild, webpack) report a missing package as a warning only if the import is awaited in a `try` block. An
// application with one cloud can be bundled without the packages of the others.
async function loadAws() {
  try {
    return await import("@crosstag/aws");
  } catch (error) {
    throw toError(error);
  }
}

async function loadAlibaba() {
  try {
    return await import("@crosstag/alibaba");
  } catch (error) {
    throw toError(error);
  }
}

async function loadTencent() {
  try {
    return await import("@crosstag/tencent");
  } catch (error) {
    throw toError(error);
  }
}

/** Everything that an import throws is an error. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The adapter could not be loaded.", { cause: error });
}
