import { Link } from "wouter";

/** An address that no section has. */
export function UnknownPage() {
  return (
    <div className="empty">
      <h1>There is no page at this address</h1>
      <p>
        <Link href="/">Open the inventory</Link>
      </p>
    </div>
  );
}
