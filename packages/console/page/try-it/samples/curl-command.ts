import type { CommandPlace } from "./cloud-command.ts";
import type { RequestParameters } from "./sample.ts";
import { shellCommand, shellWord } from "./shell-command.ts";

/** A request to AWS KMS that curl signs itself. */
export function awsCurl(operation: string, parameters: RequestParameters, { region, endpoint }: CommandPlace): string {
  return shellCommand("curl", [
    `--aws-sigv4 aws:amz:${region}:kms`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    "--header 'Content-Type: application/x-amz-json-1.1'",
    `--header 'X-Amz-Target: TrentService.${operation}'`,
    `--data ${shellWord(JSON.stringify(parameters))}`,
    `${endpoint}/`,
  ]);
}

/** A request that the console signs and sends on: curl cannot sign for clouds other than AWS. */
export function consoleCurl(cloud: string, operation: string, parameters: RequestParameters, address: string): string {
  return postCurl(`${address}/${cloud}`, { operation, parameters });
}

/** A request to the console or the service, with its token. */
export function postCurl(url: string, body: unknown): string {
  return shellCommand("curl", [
    '--header "Authorization: Bearer $CROSSTAG_TOKEN"',
    "--header 'Content-Type: application/json'",
    `--data ${shellWord(JSON.stringify(body))}`,
    shellWord(url),
  ]);
}
