import { useConsoleSession } from "../api/console-session.ts";

/** Which clouds the page reads and changes. */
export function Banner() {
  const { data, error } = useConsoleSession();
  if (error !== null) return <p className="banner bad">{error.message}</p>;
  if (data === undefined) return <p className="banner soft">Connecting…</p>;
  return data.clouds === "local" ? (
    <p className="banner soft">
      <strong>Local clouds.</strong> Everything here is made up, and nothing leaves this machine.
    </p>
  ) : (
    <p className="banner configured">Configured clouds: plans that you run change real resources.</p>
  );
}
