import Markdown, { type Options } from 'react-markdown';

/** Markdown-lite: no headings, pictures or HTML (its tags are shown as they were typed), so that a bio stays a bio and cannot pass for the page around it. */
const RULES = {
  allowedElements: ['p', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'code', 'br'],
  unwrapDisallowed: true,
  components: {
    // "ugc": search engines give nothing for a link that somebody placed here. What is no whole address stays words.
    a: ({ href = '', children }) =>
      /^(https?:\/\/|mailto:)/i.test(href) ? (
        <a
          href={href}
          rel="nofollow ugc noopener noreferrer"
          className="wrap-anywhere underline underline-offset-3"
        >
          {children}
        </a>
      ) : (
        children
      ),
  },
} satisfies Options;

/** What a person wrote in a little Markdown. Addresses other than http, https and mailto lead nowhere. */
export function RichText({ text }: { text: string }) {
  return (
    <div
      dir="auto"
      className="rich-text flex flex-col gap-3 wrap-anywhere [&_code]:rounded-sm [&_code]:bg-surface-sunken [&_code]:px-1 [&_ol]:list-decimal [&_ol]:ps-6 [&_p]:whitespace-pre-line [&_ul]:list-disc [&_ul]:ps-6"
    >
      <Markdown {...RULES}>{text}</Markdown>
    </div>
  );
}
