import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { HostileAnswer } from "./hostile-answers.ts";
import { answerAlibaba, answerAws, type Asked, type HonestAnswer, parseAlibaba, parseAws } from "./honest-answers.ts";

export interface HostileCloud extends AsyncDisposable {
  readonly crosstag: Crosstag;
  /** Another object over the same endpoint, without any request yet; `account`: the account in its configuration. */
  open(account: string | undefined): Promise<Crosstag>;
  /** Two keys. Requests about `bad` get the configured answers. */
  readonly good: string;
  readonly bad: string;
  /** The true tags of the cloud, by reference. */
  tagsOf(reference: string): Readonly<Record<string, string>>;
  /** Resets the tags, and answers calls of one kind about `bad` in this way from now on. */
  answerWith(operation: Asked["operation"], answer: HostileAnswer): void;
}

const XML = { "content-type": "text/xml" };
const REQUEST_ID = "b1f210dc-e52c-4a86-b9dd-7492343d46c7";

/** An endpoint that lies about one key, or about the account of the credentials, behind the real adapter. */
export async function openHostileCloud(provider: "aws" | "alibaba"): Promise<HostileCloud> {
  const isAws = provider === "aws";
  const ids = isAws
    ? ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    : ["key-good", "key-bad"];
  const [goodId, badId] = ids as [string, string];
  const tags = new Map<string, Map<string, string>>();
  const reset = () => {
    for (const id of ids) tags.set(id, new Map([["old", "1"]]));
  };
  reset();
  let lie: { readonly operation: Asked["operation"]; readonly answer: HostileAnswer } | undefined;
  let call = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const asked = (isAws ? parseAws : parseAlibaba)(request.headers, text);
      const isLie =
        lie?.operation === asked.operation &&
        (asked.operation === "list" || asked.operation === "identify" || asked.ids.includes(badId));
      // A request with a false answer is not executed.
      const honest = (isAws ? answerAws : answerAlibaba)(asked, tags, !isLie);
      if (isLie && lie !== undefined) sendHostile(response, honest, lie.answer, (call += 1));
      else send(response, 200, asked.operation === "identify" && isAws ? XML : {}, honest.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = async (account: string | undefined) =>
    createCrosstag([await openDriver(provider, endpoint, account)], {
      pacing: "off",
      retry: "immediate",
      settleTimeoutMs: 20,
    });
  const crosstag = await open(isAws ? "111122223333" : "1234567890");
  const nameOf = (id: string) =>
    isAws ? `arn:aws:kms:us-east-1:111122223333:key/${id}` : `acs:kms:cn-hangzhou:1234567890:key/${id}`;
  return {
    crosstag,
    open,
    good: nameOf(goodId),
    bad: nameOf(badId),
    tagsOf: (reference) => Object.fromEntries(tags.get(reference.replace(/^.*\//, "")) ?? []),
    answerWith: (operation, answer) => {
      reset();
      call = 0;
      lie = { operation, answer };
    },
    async [Symbol.asyncDispose]() {
      await crosstag.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function openDriver(provider: "aws" | "alibaba", endpoint: string, account: string | undefined): Promise<KmsDriver> {
  const configured = account === undefined ? {} : { account };
  const credentials = { accessKeyId: "AKIACANARYACCESSKEY0", accessKeySecret: "CANARY", secretAccessKey: "CANARY" };
  return provider === "aws"
    ? createAwsKmsDriver({ endpoint, region: "us-east-1", ...configured, credentials })
    : createAlibabaKmsDriver({ endpoint, region: "cn-hangzhou", ...configured, credentials });
}

function sendHostile(response: ServerResponse, honest: HonestAnswer, answer: HostileAnswer, call: number): void {
  const { status = 200, headers = {}, body, ends, hangs } = answer;
  if (hangs) return;
  if (ends === "at once") {
    response.destroy();
    return;
  }
  const text =
    typeof body === "string"
      ? body
      : body === undefined
        ? honest.body
        : textOf(body(JSON.parse(honest.body.startsWith("{") ? honest.body : "{}") as Record<string, unknown>, call));
  if (ends === "half-way") {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"RequestId":', () => response.destroy());
    return;
  }
  send(response, status, headers, text);
}

/** The changed form of a true answer: an object, or the text of an answer that is not JSON. */
function textOf(made: unknown): string {
  return typeof made === "string" ? made : JSON.stringify(made);
}

function send(response: ServerResponse, status: number, headers: NonNullable<HostileAnswer["headers"]>, body: string) {
  const all: Record<string, string | undefined> = {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": REQUEST_ID,
    "x-acs-request-id": REQUEST_ID,
    ...headers,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) response.setHeader(name, value);
  response.statusCode = status;
  response.end(body);
}
