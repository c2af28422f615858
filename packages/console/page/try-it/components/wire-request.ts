import { flattened } from "../samples/cloud-command.ts";
import type { RequestParameters } from "../samples/sample.ts";

/** The request of a cloud's operation before it is signed, as text. */
export function wireRequest(cloud: string, operation: string, parameters: RequestParameters, endpoint: string): string {
  const { host } = new URL(endpoint);
  switch (cloud) {
    case "alibaba":
      return [
        "POST / HTTP/1.1",
        `host: ${host}`,
        "content-type: application/x-www-form-urlencoded",
        `x-acs-action: ${operation}`,
        "x-acs-version: 2016-01-20",
        "",
        flattened(parameters)
          .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
          .join("&"),
      ].join("\n");
    case "tencent":
      return json([`host: ${host}`, "content-type: application/json", `x-tc-action: ${operation}`], parameters);
    default:
      return json(
        [`host: ${host}`, "content-type: application/x-amz-json-1.1", `x-amz-target: TrentService.${operation}`],
        parameters,
      );
  }
}

function json(headers: readonly string[], parameters: RequestParameters): string {
  return ["POST / HTTP/1.1", ...headers, "", JSON.stringify(parameters, undefined, 2)].join("\n");
}
