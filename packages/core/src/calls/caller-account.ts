import type { CloudName } from "../desired/cloud-name.ts";
import { firstKind } from "../driver/kinds-of.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { DriverScope } from "../model/reference.ts";
import type { RequestScope } from "./request-scope.ts";
import type { WireCaller } from "./wire-caller.ts";

/** Why the account of a driver's credentials is not known. */
export interface AccountProblem {
  /** `untold`: the cloud has no way to tell. `another`: than the configured one. `unasked`: the question failed. */
  readonly kind: "untold" | "another" | "unasked";
  readonly error: CrosstagError;
}

/**
 * The account that a driver's credentials belong to: asked of the cloud once, before anything is said, written down or
 * changed under its name. A short name, and on some clouds any name, reaches the resource of whichever account the
 * credentials belong to.
 */
export class CallerAccount {
  /** The driver's scope, with the account that was learned. */
  scope: DriverScope;
  /** The cloud has said whose credentials these are, or cannot say and the configured account counts. */
  known = false;
  /** The cloud itself has said whose credentials these are; false: the account, if there is one, is the configured one. */
  told = false;
  readonly #driver: KmsDriver;
  readonly #caller: WireCaller;
  readonly #cloud: CloudName | undefined;
  #asking: Promise<Answer> | undefined;

  /** @param cloud the configured name. Undefined: it has none */
  constructor(driver: KmsDriver, caller: WireCaller, cloud: CloudName | undefined) {
    this.scope = driver.scope;
    this.#cloud = cloud;
    this.#driver = driver;
    this.#caller = caller;
  }

  /** Asks, unless the answer is known. Gives why it is still not known; never rejects. */
  async learn(request: RequestScope): Promise<AccountProblem | undefined> {
    while (!this.known) {
      const asking = (this.#asking ??= this.#ask(request).finally(() => (this.#asking = undefined)));
      const { problem, asker } = await asking;
      // Another request asked, and ended before the answer came: that says nothing of the cloud.
      if (problem === undefined || asker === request || asker.ended === undefined) return problem;
    }
    return undefined;
  }

  async #ask(asker: RequestScope): Promise<Answer> {
    const { provider, scope, endpoint } = this.#driver;
    const result = await this.#caller.call(
      {
        operation: "identify",
        kind: firstKind(this.#driver),
        resources: 0,
        repeatable: true,
        send: (context) => this.#driver.identify(context),
      },
      asker,
    );
    if (!result.ok) {
      const { code, message, retry, hint, requestId, providerCode } = result.failure;
      const more = {
        ...(hint !== undefined && { hint }),
        ...(requestId !== undefined && { requestId }),
        ...(providerCode !== undefined && { providerCode }),
      };
      const error = new CrosstagError({ code, message, retry, provider, ...more, cause: result.cause });
      return { asker, problem: { kind: "unasked", error } };
    }
    const learned = result.receipt.account;
    const account = learned ?? scope.account;
    if (account === undefined) return { asker, problem: { kind: "untold", error: accountUntold(this.#driver) } };
    if (scope.account !== undefined && account !== scope.account)
      return {
        asker,
        problem: { kind: "another", error: another(this.#driver, scope.account, account, this.#cloud) },
      };
    this.told = learned !== undefined;
    this.scope = { ...scope, account };
    this.known = true;
    // A custom endpoint often has no STS; the configured account is the normal case there.
    if (!this.told && endpoint === undefined)
      asker.emit({ type: "account-assumed", provider, region: scope.region, account });
    return { asker };
  }
}

interface Answer {
  readonly problem?: AccountProblem;
  readonly asker: RequestScope;
}

/** The cloud has no way to tell the account, and none is configured. */
export function accountUntold({
  provider,
  title,
  scope,
}: Pick<KmsDriver, "provider" | "title" | "scope">): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    provider,
    message: `${title} in ${scope.region} does not say which account these credentials belong to. Nothing was sent.`,
    hint: `Set \`account\` for this cloud in crosstag.yaml, or CROSSTAG_${provider.toUpperCase()}_ACCOUNT.`,
  });
}

function another(
  { provider, title, scope: { region } }: KmsDriver,
  configured: string,
  actual: string,
  cloud: CloudName | undefined,
): CrosstagError {
  const hint =
    cloud?.account === undefined
      ? `Use credentials of account ${configured}, or set \`account\` to "${actual}".`
      : `Set assumeRole.name, or the role of this account, to a role that exists in account ${configured}; or remove the account from ${cloud.entry}.`;
  return new CrosstagError({
    code: "configuration",
    provider,
    message: `These credentials belong to account ${actual}; the configuration of ${title} in ${region} names account ${configured}. Nothing was sent.`,
    hint,
  });
}
