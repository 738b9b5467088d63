/** The product's name and sign; leads to the start. */
export function Wordmark() {
  return (
    // A plain link: the start only leads on, and the pages before sign-in carry no router code.
    <a href="/" className="flex min-h-9 items-center gap-2 rounded-sm font-semibold text-lg">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 text-accent" fill="none">
        <path
          d="M4 21V10.2a8 8 0 0 1 16 0V21"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <path d="M9 21v-8a3 3 0 0 1 6 0v8Z" fill="currentColor" />
      </svg>
      Foyer
    </a>
  );
}
