import { OPERATIONS, problem } from "../src/index.ts";
import { OPERATION_SAMPLES } from "./operation-samples.ts";
import { describeOperation } from "./openapi-operation.ts";
import { Components } from "./openapi-components.ts";
import { problemResponses, SHARED_HEADERS } from "./openapi-responses.ts";

/** Where the document is, from the root of the repository. */
export const OPENAPI_FILE = "packages/operations/openapi.json";

/** Every operation of the service as an OpenAPI 3.1 document. */
export function openApiDocument(): object {
  const components = new Components();
  components.addOutput(problem);
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describeOperation(operation, OPERATION_SAMPLES[operation.name], components);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Crosstag",
      version: "1",
      summary: "Tags of cloud keys, secrets and certificates over AWS, Alibaba Cloud and Tencent Cloud.",
      description:
        "What `crosstag serve` answers. Every resource of a request has exactly one outcome: the failure of one is not the failure of the request, which then answers 207 with the same document as 200. A request that breaks a rule is refused as a whole with 422 and every violation, before anything is sent.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [
      { url: "http://127.0.0.1:8483", description: "The address that `crosstag serve` listens on by default." },
    ],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token made by `crosstag serve token`." },
      },
      headers: SHARED_HEADERS,
      responses: problemResponses(),
      schemas: components.schemas(),
    },
  };
}
