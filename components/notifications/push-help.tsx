import { useTranslations } from 'next-intl';

const SYSTEMS = ['chrome', 'firefox', 'safari', 'iphone', 'windows', 'macos', 'android'] as const;

/** What to look at when no push comes, by browser and system. */
export function PushHelp() {
  const t = useTranslations('pushBrowsers');
  return (
    <details className="text-md">
      <summary className="w-fit cursor-pointer py-1 text-text-muted hover:text-text">
        {t('help.open')}
      </summary>
      <dl className="mt-3 flex flex-col gap-3">
        {SYSTEMS.map((system) => (
          <div key={system}>
            <dt className="font-medium">{t(`help.${system}.name`)}</dt>
            <dd className="text-text-muted">{t(`help.${system}.text`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
