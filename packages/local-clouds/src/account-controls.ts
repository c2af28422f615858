/** Adds, changes and removes accounts. With the first added account, the cloud's own becomes a management account. */
export interface AccountControls<Scene> {
  /**
   * Adds an account, or changes the given fields of the account with the same number. Throws a `TypeError` for a wrong
   * field, with its `place` in the caller's data (default `accounts.add`).
   */
  add(account: Scene, place?: string): void;
  /** Removes an account with everything in it. Throws a `TypeError` for the cloud's own account. */
  remove(account: string): void;
  /** The numbers of all accounts, the cloud's own first. */
  list(): readonly string[];
}

interface Accounts<Scene> {
  add(scene: Scene, place?: string): void;
  remove(id: string): void;
  list(): readonly { readonly id: string }[];
}

/** The part of a cloud's accounts that tests use. */
export function accountControls<Scene>(accounts: Accounts<Scene>): AccountControls<Scene> {
  return {
    add: (account, place) => {
      accounts.add(account, place);
    },
    remove: (account) => {
      accounts.remove(account);
    },
    list: () => accounts.list().map(({ id }) => id),
  };
}
