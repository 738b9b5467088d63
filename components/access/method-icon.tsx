import type { SecondFactor } from '@/server/auth/rules';

const PATHS: Record<SecondFactor, string> = {
  passkey:
    'M2.59 17.41A2 2 0 0 0 2 18.83V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.17a2 2 0 0 0 1.42-.59l.81-.81a6.5 6.5 0 1 0-4-4ZM16.5 7.5h.01',
  totp: 'M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2ZM12 18h.01',
  recoveryCode: 'M3 6h.01M8 6h13M3 12h.01M8 12h13M3 18h.01M8 18h13',
};

/**
 * The sign of a way to prove who one is. Drawn here and not by the icon library, whose code every visitor would load.
 * Decoration: its name stands beside it.
 */
export function MethodIcon({ method }: { method: SecondFactor }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[method]} />
    </svg>
  );
}
