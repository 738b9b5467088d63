import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { RichText } from './rich-text';

const show = (text: string) => renderToStaticMarkup(<RichText text={text} />);

test('a little Markdown is shown', () => {
  const html = show('*soft* **loud** `code`\n\n- one\n- two\n\n1. first\n\n[here](https://example.org)');
  for (const part of ['<em>soft</em>', '<strong>loud</strong>', '<code>code</code>', '<li>one</li>', '<ol>'])
    expect(html).toContain(part);
  expect(html).toContain('href="https://example.org"');
  expect(html).toContain('rel="nofollow ugc noopener noreferrer"');
});

test.each([
  ['# A title', 'A title'],
  ['![a picture](https://example.org/x.png)', ''],
  ['> quoted', 'quoted'],
  ['***\n\nafter', 'after'],
])('%j stays a bio: its words alone are shown', (text, words) => {
  const html = show(text);
  expect(html).not.toMatch(/<(h\d|img|blockquote|hr)/);
  expect(html).toContain(words);
});

test('HTML is shown as it was typed', () => {
  expect(show('one <b>two</b> <script>three()</script>')).toContain(
    '<p>one &lt;b&gt;two&lt;/b&gt; &lt;script&gt;three()&lt;/script&gt;</p>',
  );
  expect(show('<div>alone</div>')).toContain('&lt;div&gt;alone&lt;/div&gt;');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '[x](https://example.org "\\" onclick=alert(1)")',
  '<svg/onload=alert(1)>',
  '<style>*{display:none}</style>',
])('%j does nothing', (text) => {
  expectHarmless(show(text));
});

test('whatever is written, nothing runs', () => {
  const bits = fc.constantFrom(
    '<',
    '>',
    '"',
    '`',
    '[',
    ']',
    '(',
    ')',
    '!',
    '\\',
    '\n',
    '&',
    '#',
    'javascript:',
    'data:',
    'x',
    'on',
    'script',
  );
  fc.assert(fc.property(fc.array(bits, { maxLength: 30 }), (text) => expectHarmless(show(text.join('')))));
});

/** Only the elements and attributes we chose, and links that lead to the web or to mail. */
function expectHarmless(html: string) {
  const tags = [...html.matchAll(/<\/?([a-z0-9-]+)([^>]*)>/gi)];
  const names = tags.map(([, name]) => name);
  expect(names.filter((name) => !/^(div|p|strong|em|a|ul|ol|li|code|br)$/.test(name ?? ''))).toEqual([]);
  const attributes = tags.flatMap(([, , rest = '']) => [...rest.matchAll(/([\w-]+)="([^"]*)"/g)]);
  for (const [, name = '', value = ''] of attributes) {
    expect(name).toMatch(/^(dir|class|href|rel|start)$/);
    if (name === 'href') expect(value).not.toMatch(/^\s*(javascript|data|vbscript):/i);
  }
}

test.each(['[x](//evil.test)', '[x](/admin)', '[x](#top)', '[x](javascript:alert(1))'])(
  '%s is words, no link',
  (text) => {
    expect(show(text)).not.toContain('<a');
    expect(show(text)).toContain('x');
  },
);
