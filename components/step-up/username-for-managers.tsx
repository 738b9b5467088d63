/**
 * Whose password a form is about, for password managers alone: out of sight and of the order of Tab, but not
 * `display: none`, which some of them pass over. It has no name, so it is not sent.
 */
export function UsernameForManagers({ email }: { email: string }) {
  return (
    <input
      type="text"
      autoComplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
      className="sr-only"
    />
  );
}
