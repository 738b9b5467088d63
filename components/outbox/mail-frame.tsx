'use client';

interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string },
  ): { createHTML(html: string): string };
}

/** A sink of HTML takes only what a policy gave out. This frame's HTML can do nothing, wherever it comes from. */
const policy =
  typeof window === 'undefined'
    ? undefined
    : (window as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes?.createPolicy('mail-frame', {
        createHTML: (html) => html,
      });

/** A mail as designed, in a frame that runs no script; its links open in a tab of their own, as in a mail program. */
export function MailFrame({ title, html }: { title: string; html: string }) {
  return (
    <iframe
      title={title}
      srcDoc={policy ? policy.createHTML(html) : html}
      sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
      className="h-144 w-full rounded-lg border bg-surface"
    />
  );
}
