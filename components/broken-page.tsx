import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { ErrorState } from './ui/error-state';

/**
 * Says that a page could not be drawn. What failed may be whatever would have brought the translations, so it takes
 * them from the catalogues itself. The digest is what the server's log knows the fault by.
 */
export function BrokenPage({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  const words = (document.documentElement.lang === 'fr' ? fr : en).errors;
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-settings px-4 py-16 outline-none">
      <title>{`${words.brokenTitle} · Foyer`}</title>
      <ErrorState
        title={words.brokenTitle}
        text={words.brokenText}
        retryLabel={words.retry}
        onRetry={onRetry}
        {...(digest !== undefined && { reference: `${words.reference} ${digest}` })}
      />
    </main>
  );
}
