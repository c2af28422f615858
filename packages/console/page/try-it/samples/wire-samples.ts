import { aliyunCommand, awsCommand, type CommandPlace } from "./cloud-command.ts";
import { crosstagCommand } from "./crosstag-command.ts";
import { awsCurl, consoleCurl } from "./curl-command.ts";
import type { RequestParameters, Sample } from "./sample.ts";
import { alibabaTypeScript, awsTypeScript } from "./type-script.ts";

/** Where the samples send to, and where the console is. */
export interface SamplePlace extends CommandPlace {
  /** The address under which the console takes requests to sign. */
  readonly console: string;
}

/** One request of a cloud's operation: by Crosstag, the cloud's own command and SDK, and curl. */
export function wireSamples(
  cloud: string,
  operation: string,
  parameters: RequestParameters,
  place: SamplePlace,
): readonly Sample[] {
  const crosstag = crosstagCommand(cloud, operation, parameters);
  return [
    ...(crosstag === undefined ? [] : [{ label: "Crosstag", code: crosstag }]),
    ...ofCloud(cloud, operation, parameters, place),
  ];
}

function ofCloud(
  cloud: string,
  operation: string,
  parameters: RequestParameters,
  place: SamplePlace,
): readonly Sample[] {
  switch (cloud) {
    case "aws":
    case "qkms":
      return [
        { label: "AWS CLI", code: awsCommand(operation, parameters, place) },
        { label: "TypeScript", code: awsTypeScript(operation, parameters, place) },
        { label: "curl", code: awsCurl(operation, parameters, place) },
      ];
    case "alibaba":
      return [
        { label: "aliyun CLI", code: aliyunCommand(operation, parameters, place) },
        { label: "TypeScript", code: alibabaTypeScript(operation, parameters, place) },
        signedByConsole(cloud, operation, parameters, place),
      ];
    default:
      return [signedByConsole(cloud, operation, parameters, place)];
  }
}

function signedByConsole(cloud: string, operation: string, parameters: RequestParameters, place: SamplePlace): Sample {
  return {
    label: "curl",
    code: consoleCurl(cloud, operation, parameters, place.console),
    note: "curl cannot sign for this cloud. The console signs the request and sends it on. Its token is in the address that `crosstag console` printed.",
  };
}
