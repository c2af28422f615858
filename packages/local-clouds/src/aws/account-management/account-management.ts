import { CloudError, type Answer, type CloudCall, type ReceivedRequest } from "../../server/cloud.ts";
import { refuseClosedAccount, regionStatusOf, type AwsMember } from "../accounts/aws-accounts.ts";
import type { AwsService } from "../aws-service.ts";
import { jsonInput } from "../protocol/json-answer.ts";
import type { ServiceParts } from "../protocol/json-service.ts";
import { Parameters } from "../protocol/parameters.ts";
import { SignatureV4Verifier } from "../protocol/signature-v4.ts";
import { tokenPage } from "../protocol/token-page.ts";

const path = "/listRegions";
const statuses: readonly string[] = ["ENABLED", "ENABLING", "DISABLING", "DISABLED", "ENABLED_BY_DEFAULT"];
/** Refusals whose status in the service's model is not 400. */
const httpStatuses: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  TooManyRequestsException: 429,
  UnrecognizedClientException: 403,
};

/**
 * ListRegions of AWS Account Management, on its REST protocol: 5 requests a second and account (verified 2026-11-29). It
 * lists the regions of the cloud.
 */
export class AccountManagement implements AwsService {
  readonly name = "account";
  readonly quotas = { ListRegions: 5 };
  readonly #parts: ServiceParts;
  readonly #verifier: SignatureV4Verifier;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    const regions = [...parts.accounts.own.kms.regions.keys(), "us-east-1"];
    this.#verifier = new SignatureV4Verifier("account", regions, parts.verifying);
  }

  isAsked({ method, headers, target }: ReceivedRequest): boolean {
    return method === "POST" && target === path && headers["x-amz-target"] === undefined;
  }

  receive(request: ReceivedRequest): CloudCall {
    const signer = this.#verifier.verify(request);
    const parameters = jsonInput(request.body);
    return { service: this.name, operation: "ListRegions", ...signer, parameters, resources: [] };
  }

  quotaGroupOf({ operation, parameters, account }: CloudCall): string | undefined {
    const named = parameters["AccountId"];
    const counted = this.#parts.accounts.own.kms.settings.listRegionsQuotaOf;
    return counted === "account-asked-about" && named !== undefined && named !== account ? undefined : operation;
  }

  execute(call: CloudCall): unknown {
    const { accounts, callers } = this.#parts;
    const caller = refuseClosedAccount(accounts, call);
    if (callers.isDenied(call)) throw callers.denial(call, `account:${call.operation}`);
    const parameters = new Parameters(call.parameters);
    const wanted = parameters.optionalList("RegionOptStatusContains") ?? statuses;
    const named = parameters.optionalString("AccountId", { pattern: /^\d{12}$/ });
    parameters.check();
    const member = named === undefined ? caller : this.#memberNamed(call, caller, named);
    const regions = [...member.kms.regions.keys()]
      .map((region) => ({ RegionName: region, RegionOptStatus: regionStatusOf(member, region) }))
      .filter(({ RegionOptStatus }) => wanted.includes(RegionOptStatus));
    const { items, rest } = tokenPage(regions, parameters, `regions ${member.id}`, {
      maximum: 50,
      invalidToken: "ValidationException",
    });
    return { Regions: items, ...rest };
  }

  /** Another account can be asked about from the management account or a delegated administrator. */
  #memberNamed(call: CloudCall, caller: AwsMember, id: string): AwsMember {
    const { accounts, callers } = this.#parts;
    if (caller.management && id === caller.id) {
      throw new CloudError(400, "ValidationException", "The management account can't specify its own AccountId.");
    }
    const member = accounts.find(id);
    const allowed = caller.management || caller.delegatedAdministrator;
    if (member === undefined || !allowed || !caller.kms.settings.accountManagementTrusted) {
      throw callers.denial(call, "account:ListRegions");
    }
    return member;
  }

  answer(result: unknown, _call: CloudCall, requestId: string): Answer {
    return { status: 200, headers: headersWith(requestId), body: JSON.stringify(result) };
  }

  answerError({ status, code, message }: CloudError, requestId: string): Answer {
    return {
      status: httpStatuses[code] ?? status,
      headers: { ...headersWith(requestId), "x-amzn-ErrorType": code },
      body: JSON.stringify({ message }),
    };
  }

  throttled(): CloudError {
    return new CloudError(429, "TooManyRequestsException", "Too Many Requests");
  }

  fault(): CloudError {
    return new CloudError(500, "InternalServerException", "An internal error occurred. Try again later.");
  }
}

function headersWith(requestId: string): Readonly<Record<string, string>> {
  return { "Content-Type": "application/json", ...(requestId !== "" && { "x-amzn-RequestId": requestId }) };
}
