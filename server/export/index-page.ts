import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import type { Row } from './part';
import type { PartName } from './parts';
import { type ExportTexts, en } from './texts/en';
import { fr } from './texts/fr';

const TEXTS: Record<Locale, ExportTexts> = { en, fr };

/** Rows of a part that are shown, and characters of one value; the rest is in its file. */
export const SHOWN = 100;
const VALUE_LENGTH = 1000;

/** What the page tells of a part. */
export interface PartSummary {
  name: PartName;
  count: number;
  /** The first of them, `SHOWN` at most. */
  rows: Row[];
}

/** Whose copy it is, in what they read it. */
export interface Reader {
  handle: string;
  locale: Locale;
  timeZone: string | null;
}

const STYLE =
  ':root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'h1{font-size:20px}h2{font-size:16px;margin-top:2.5rem}table{border-collapse:collapse;width:100%;font-size:13px}' +
  'div{overflow-x:auto}th,td{text-align:start;vertical-align:top;border-bottom:1px solid #8884;padding:.35rem .75rem .35rem 0;' +
  'overflow-wrap:anywhere;white-space:pre-wrap;min-width:5rem}nav ul{columns:2;padding-inline-start:1.2rem}' +
  'img{width:128px;height:128px;border-radius:10px;margin-inline-end:8px}p.note{opacity:.75}';

/**
 * The page that shows a copy, whole in itself: no script, nothing from elsewhere, and whatever people wrote is text. Handed out in
 * pieces, so that it is never in memory as a whole.
 * @param copy.photos paths of the photos in the archive
 */
export function* indexPage(copy: {
  reader: Reader;
  parts: PartSummary[];
  photos: string[];
  now: Date;
}): Generator<string> {
  const { reader, parts, photos, now } = copy;
  const t = TEXTS[reader.locale];
  const title = escaped(t.title(reader.handle));
  yield `<!doctype html>\n<html lang="${reader.locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1><p>${escaped(t.made(moment(now, reader)))}</p><p>${escaped(t.about)}</p>
<nav aria-label="${escaped(t.contents)}"><ul>`;
  for (const { name, count } of parts)
    yield `<li><a href="#${name}">${escaped(t.parts[name])}</a> (${escaped(t.rows(count))})</li>`;
  yield '</ul></nav>\n';
  for (const part of parts) yield* partSection(part, { t, reader, photos });
  yield '</body></html>\n';
}

function* partSection(
  { name, count, rows }: PartSummary,
  { t, reader, photos }: { t: ExportTexts; reader: Reader; photos: string[] },
) {
  const file = `${name}.json`;
  yield `<h2 id="${name}">${escaped(t.parts[name])}</h2>
<p class="note"><a href="${file}">${file}</a>, ${escaped(t.rows(count))}</p>\n`;
  if (name === 'photos') yield photos.map((path) => `<img src="${escaped(path)}" alt="">`).join('');
  const [first] = rows;
  if (!first) return void (yield `<p>${escaped(t.none)}</p>\n`);
  const columns = Object.keys(first);
  yield `<div><table><thead><tr>${columns.map((column) => `<th scope="col">${escaped(fieldName(column, t))}</th>`).join('')}</tr></thead><tbody>\n`;
  for (const row of rows)
    yield `<tr>${columns.map((column) => `<td>${escaped(valueText(row[column], { t, reader }))}</td>`).join('')}</tr>\n`;
  yield '</tbody></table></div>\n';
  if (count > rows.length) yield `<p class="note">${escaped(t.more(rows.length, file))}</p>\n`;
}

function fieldName(field: string, { fields }: ExportTexts): string {
  return new Map(Object.entries(fields)).get(field) ?? field;
}

function valueText(value: unknown, { t, reader }: { t: ExportTexts; reader: Reader }): string {
  if (value === null || value === undefined || value === '') return '–';
  if (value === true) return t.yes;
  if (value === false) return t.no;
  if (value instanceof Date) return moment(value, reader);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text;
}

function moment(at: Date, { locale, timeZone }: Reader) {
  return momentText({ at, locale, timeZone, zoneName: true });
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
