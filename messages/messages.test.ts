import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { REASONS } from '@/server/reasons';
import { PROBLEMS } from '@/server/text/rules';
import en from './en.json';
import fr from './fr.json';

const english = sentencesOf(en);
const french = sentencesOf(fr);

/** The same word in both languages, or a name. Anything else that is equal was forgotten. */
const SAME_IN_BOTH = [
  'admin.action',
  'admin.orMore',
  'admin.signedIn',
  'admin.title',
  'apps.reusedUse',
  'clients.description',
  'clients.type',
  'common.english',
  'common.french',
  'common.product',
  'grants.permissions',
  'grants.question',
  'groups.countOnly',
  'groups.description',
  'navigation.administration',
  'navigation.contacts',
  'navigation.menu',
  'navigation.notifications',
  'navigation.sessions',
  'notificationSettings.title',
  'notifications.types.product.announcement',
  'palette.actions',
  'palette.pages',
  'people.notes',
  'people.sessions',
  'person.title',
  'photo.degrees',
  'photo.metadata.date',
  'photo.rotation',
  'photo.rotationExact',
  'photo.title',
  'photo.zoom',
  'photo.zoomExact',
  'privacy.parts.photo',
  'receipt.kinds.notifications',
  'roles.actions',
  'roles.boxNamed',
  'roles.colors.violet',
  'roles.description',
  'roles.permission',
  'sessions.title',
];

test('both languages have the same sentences, in the same order', () => {
  expect([...french.keys()]).toEqual([...english.keys()]);
});

test('every reason and every problem has its sentence', () => {
  expect(Object.keys(en.reasons).sort()).toEqual([...Object.keys(REASONS), 'OFFLINE'].sort());
  expect(Object.keys(en.problems).sort()).toEqual([...PROBLEMS].sort());
});

test('nothing was left untranslated', () => {
  expect(keysWhere((inEnglish, inFrench) => inEnglish === inFrench).sort()).toEqual(SAME_IN_BOTH);
});

test('a sentence takes the same arguments and tags in both languages', () => {
  const parts = (text: string) => JSON.stringify(partsOf(text));
  expect(keysWhere((inEnglish, inFrench) => parts(inEnglish) !== parts(inFrench))).toEqual([]);
});

test.each([
  ['en', english],
  ['fr', french],
] as const)('every sentence of %s can be formatted, whatever the number', (locale, sentences) => {
  for (const [key, text] of sentences)
    for (const count of [0, 1, 2, 1_000_000]) expect(format(locale, text, count), key).not.toMatch(/[{}]|^$/);
});

test('French is set as French is: no plain space before ? ! ; : », and no straight quotes', () => {
  expect(keysWhere((_, inFrench) => / [?!;:»]|« |['"]/.test(inFrench))).toEqual([]);
});

test('no sentence has a space too many', () => {
  expect(keysWhere((...texts) => texts.some((text) => /^\s|\s$| {2}/.test(text)))).toEqual([]);
});

function keysWhere(rule: (inEnglish: string, inFrench: string) => boolean) {
  return [...english.keys()].filter((key) => rule(english.get(key) ?? '', french.get(key) ?? ''));
}

/** Every sentence by its dotted key. */
function sentencesOf(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + name, value]] : [...sentencesOf(value, `${prefix}${name}.`)],
    ),
  );
}

/** The arguments, with what is done to them, and the tags of a sentence. */
function partsOf(text: string) {
  // A branch of a plural may be a single word in braces, and is no argument.
  const named = text.matchAll(/(?<!(?:=\d+|one|other) )\{\s*(\w+)\s*(?:,\s*(\w+))?\s*[,}]/g);
  const tags = text.matchAll(/<\/?(\w+)>/g);
  return {
    arguments: [...new Set([...named].map(([, name, type = 'text']) => `${name}: ${type}`))].sort(),
    tags: [...tags].map(([tag]) => tag).sort(),
  };
}

function format(locale: 'en' | 'fr', text: string, count: number) {
  const { arguments: wanted, tags } = partsOf(text);
  const names = wanted.map((one) => one.split(': ') as [string, string]);
  const values = Object.fromEntries(names.map(([name, type]) => [name, type === 'text' ? 'x' : count]));
  const marks = Object.fromEntries(
    tags.map((tag) => [tag.replace(/\W/g, ''), (inner: string) => `[${inner}]`]),
  );
  const fail = (error: Error) => {
    throw error;
  };
  const t = createTranslator({ locale, messages: { text }, onError: fail });
  return t.markup('text', { ...values, ...marks });
}
