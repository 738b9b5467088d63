interface Props {
  /** Names the list. */
  label: string;
  current: string;
  languages: { locale: string; name: string }[];
}

/** The language of the pages before anybody is signed in; afterwards the account decides. Works without scripts. */
export function LanguageSwitch({ label, current, languages }: Props) {
  return (
    <ul aria-label={label} className="flex gap-1 text-sm">
      {languages.map(({ locale, name }) => (
        <li key={locale}>
          <form method="post" action={`/api/language?to=${locale}`}>
            <button
              type="submit"
              lang={locale}
              aria-current={locale === current || undefined}
              className="min-h-8 cursor-pointer rounded-sm px-2 text-text-muted hover:text-text aria-current:font-medium aria-current:text-text pointer-coarse:min-h-11"
            >
              {name}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
