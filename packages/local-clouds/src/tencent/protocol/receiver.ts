import { isStructure } from "../../is-structure.ts";
import type { CloudCall, ReceivedRequest } from "../../server/cloud.ts";
import {
  invalidAction,
  missingParameter,
  noSuchVersion,
  signatureFailure,
  unreadableBody,
  unsupportedProtocol,
  unsupportedRegion,
} from "../errors.ts";
import type { Authenticator } from "./authenticator.ts";
import { readTc3Signature } from "./tc3-signature.ts";

/** What the protocol needs to know of a service. */
interface KnownService {
  readonly name: string;
  readonly version: string;
  readonly regional: boolean;
  /** By operation. */
  readonly quotas: Readonly<Record<string, number>>;
}

interface ReceiverParts {
  readonly services: readonly KnownService[];
  /** Services whose calls are marked as being for another service than KMS. */
  readonly apart: ReadonlySet<string>;
  /** Names of services by host name. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly regions: readonly string[];
  /** The account of credentials that name no other. */
  readonly account: string;
  readonly authenticator: Authenticator;
}

/** Turns a received request into a call: parses and authenticates. */
export class Receiver {
  readonly #parts: ReceiverParts;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  receive(request: ReceivedRequest): CloudCall {
    const { headers, method, target } = request;
    if (method !== "POST") throw unsupportedProtocol();
    const [path = "", query = ""] = target.split("?", 2);
    const hostService = this.#parts.hosts.get((headers["host"] ?? "").replace(/:\d*$/, "").toLowerCase());
    const operation = headers["x-tc-action"];
    if (operation === undefined || operation === "") throw missingParameter("X-TC-Action");
    const service = this.#serviceOf(operation, headers["x-tc-version"], hostService);

    const signed = readTc3Signature(request, path, query);
    // A client that was given a loopback address signs a service of another name, such as "127".
    if (hostService !== undefined && signed.service !== hostService) {
      throw signatureFailure(`the credential scope must name the service ${hostService}.`);
    }
    const { account = this.#parts.account } = this.#parts.authenticator.authenticate(signed);
    const parameters = parametersOf(request);
    return {
      ...(this.#parts.apart.has(service.name) && { service: service.name }),
      operation,
      region: service.regional ? this.#regionOf(headers["x-tc-region"]) : "",
      account,
      accessKeyId: signed.secretId,
      parameters,
      resources: resourcesOf(parameters),
    };
  }

  /** The host names the service. On another host, such as a loopback address, the operation does. */
  #serviceOf(operation: string, version: string | undefined, hostService: string | undefined): KnownService {
    const candidates = this.#parts.services.filter(({ name }) => hostService === undefined || name === hostService);
    if (version === undefined || version === "") throw missingParameter("X-TC-Version");
    const ofVersion = candidates.filter((service) => service.version === version);
    if (ofVersion.length === 0) throw noSuchVersion(version);
    const service = ofVersion.find(({ quotas }) => Object.hasOwn(quotas, operation));
    if (service !== undefined) return service;
    throw invalidAction(
      operation,
      ofVersion.flatMap(({ quotas }) => Object.keys(quotas)),
    );
  }

  #regionOf(region: string | undefined): string {
    if (region === undefined || region === "") throw missingParameter("X-TC-Region");
    if (!this.#parts.regions.includes(region)) throw unsupportedRegion(region);
    return region;
  }
}

function parametersOf({ headers, body }: ReceivedRequest): Readonly<Record<string, unknown>> {
  if (headers["content-type"]?.toLowerCase().startsWith("application/json") !== true) throw unsupportedProtocol();
  let parsed: unknown;
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw unreadableBody();
  }
  if (!isStructure(parsed)) throw unreadableBody();
  return parsed;
}

/** The parameters that name resources. */
const naming = ["KeyId", "SecretName", "Resource", "KeyIds", "ResourceIds", "ResourceList"] as const;

function resourcesOf(parameters: Readonly<Record<string, unknown>>): readonly string[] {
  return naming
    .flatMap((name) => parameters[name])
    .filter((value): value is string => typeof value === "string" && value !== "");
}
