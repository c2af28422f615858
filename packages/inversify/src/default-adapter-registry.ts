import { AdapterRegistry } from "./adapter-registry.ts";

/** A new registry with the adapters of this project. Add others with `register`. Loads nothing. */
export function defaultAdapterRegistry(): AdapterRegistry {
  return new AdapterRegistry()
    .register({
      provider: "aws",
      packageName: "@crosstag/aws",
      load: () => import("@crosstag/aws"),
      environment: {
        region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
        endpoint: ["AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"],
      },
    })
    .register({
      provider: "alibaba",
      packageName: "@crosstag/alibaba",
      load: () => import("@crosstag/alibaba"),
      environment: { region: ["ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION"] },
    });
}
