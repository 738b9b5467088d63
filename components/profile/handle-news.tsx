import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { AlertGlyph, CheckGlyph } from '@/components/ui/glyphs';
import { Spinner } from '@/components/ui/spinner';
import type { HandleNews } from './use-handle-answer';

/** Says under the field whether the handle can be had. It is in the page before it says anything, so that it is read out. */
export function HandleNewsLine({ news }: { news: HandleNews | undefined }) {
  const words = useNewsWords();
  const tone = toneOf(news);
  return (
    <p role="status" className="flex min-h-5 items-start gap-1.5 text-sm">
      {news && (
        <>
          {tone === 'wait' && <Spinner className="mt-0.5" />}
          {tone === 'good' && <CheckGlyph className="mt-0.5 text-success" />}
          {tone === 'bad' && <AlertGlyph className="mt-0.5 text-danger-text" />}
          <span className={tone === 'bad' ? 'wrap-anywhere text-danger-text' : 'wrap-anywhere'}>
            {words(news)}
          </span>
        </>
      )}
    </p>
  );
}

function useNewsWords() {
  const t = useTranslations('handle');
  const problems = useTranslations('problems');
  return (news: HandleNews) => {
    switch (news.kind) {
      case 'asking':
        return t('asking');
      case 'unknown':
        return t('unknown');
      case 'problem':
        return problems(news.problem);
      case 'lookalikes':
        return t('lookalikes', { count: news.letters.length, letters: news.letters.map(isolate).join(' ') });
      case 'answer':
        return t(`answers.${news.answer}`, { handle: news.handle });
    }
  };
}

function toneOf(news: HandleNews | undefined) {
  switch (news?.kind) {
    case undefined:
    case 'unknown':
      return 'plain';
    case 'asking':
      return 'wait';
    case 'answer':
      if (news.answer === 'own') return 'plain';
      return news.answer === 'free' || news.answer === 'formerOfMine' ? 'good' : 'bad';
    default:
      return 'bad';
  }
}
