import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers every request immediately with the answer of a cloud to a write. Runs in a separate process. */
const aws = Buffer.from("{}");
const alibaba = Buffer.from('{"RequestId":"4162a6af-bc99-40b3-a552-89dcc8aaf7c8"}');
/** Requested once by each driver, before its first call. */
const alibabaIdentity = Buffer.from('{"RequestId":"4162a6af-bc99-40b3-a552-89dcc8aaf7c8","AccountId":"1234567890"}');
const awsIdentity = Buffer.from(
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
);

function answerTo({ headers }: IncomingMessage): Buffer {
  if (headers["x-amz-target"] !== undefined) return aws;
  if (headers["x-acs-action"] === "GetCallerIdentity") return alibabaIdentity;
  return headers.authorization?.startsWith("AWS4") ? awsIdentity : alibaba;
}

const server = createServer((request, response) => {
  const body = answerTo(request);
  request.resume().on("end", () => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": body.length,
      "x-amzn-requestid": "4162a6af-bc99-40b3-a552-89dcc8aaf7c8",
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));
