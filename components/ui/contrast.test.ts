import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { avatarHues } from './avatar-initials';
import { contrastRatio, type Oklch } from './contrast';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+|var\(--avatar-hue\))\)`;
const themes = ['light', 'dark'] as const;

/** Both sides of the pair that `property` is set to. */
function pairOf(property: string, hue = Number.NaN): Record<(typeof themes)[number], Oklch> {
  const found = css.match(new RegExp(`\\s${property}: light-dark\\(${colour}, ${colour}\\);`));
  if (!found) throw new Error(`globals.css sets no opaque pair for ${property}`);
  const [l, c, h, darkL, darkC, darkH] = found
    .slice(1)
    .map((part) => (part.startsWith('var') ? hue : Number(part)));
  if ([l, c, h, darkL, darkC, darkH].some((part) => part === undefined || Number.isNaN(part))) {
    throw new Error(`globals.css sets a pair for ${property} that is not made of numbers`);
  }
  return {
    light: { l: l ?? 0, c: c ?? 0, h: h ?? 0 },
    dark: { l: darkL ?? 0, c: darkC ?? 0, h: darkH ?? 0 },
  };
}

function ratio(theme: (typeof themes)[number], foreground: string, background: string) {
  return contrastRatio(pairOf(`--color-${foreground}`)[theme], pairOf(`--color-${background}`)[theme]);
}

const grounds = ['background', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover'];
const texts: ReadonlyArray<[foreground: string, backgrounds: readonly string[]]> = [
  ['text', [...grounds, 'danger-surface', 'warning-surface', 'success-surface', 'staff-surface']],
  ['text-muted', [...grounds, 'danger-surface', 'warning-surface', 'success-surface', 'staff-surface']],
  ['accent-text', ['accent', 'accent-hover', 'danger', 'danger-hover', 'staff']],
  ['danger-text', [...grounds, 'danger-surface']],
  ['warning-text', [...grounds, 'warning-surface']],
  ['success-text', [...grounds, 'success-surface']],
  ['staff-text', [...grounds, 'staff-surface']],
];

// Edges of controls, the focus ring, and filled shapes that alone tell a state (WCAG 1.4.11).
const shapes: ReadonlyArray<[foreground: string, backgrounds: readonly string[]]> = [
  ['border-strong', ['background', 'surface', 'surface-raised']],
  ['focus', [...grounds, 'danger-surface', 'warning-surface', 'success-surface', 'staff-surface']],
  ['accent', ['background', 'surface']],
  ['danger', ['background', 'surface', 'surface-raised']],
  ['accent-text', ['accent']],
];

for (const theme of themes) {
  for (const [foreground, backgrounds] of texts) {
    test.each(backgrounds)(`${theme}: ${foreground} is readable on %s`, (background) => {
      expect(ratio(theme, foreground, background)).toBeGreaterThanOrEqual(4.5);
    });
  }
  for (const [foreground, backgrounds] of shapes) {
    test.each(backgrounds)(`${theme}: ${foreground} stands out from %s`, (background) => {
      expect(ratio(theme, foreground, background)).toBeGreaterThanOrEqual(3);
    });
  }
  test.each(avatarHues)(`${theme}: initials are readable on hue %d`, (hue) => {
    const ground = pairOf('background', hue)[theme];
    expect(contrastRatio(pairOf('color', hue)[theme], ground)).toBeGreaterThanOrEqual(4.5);
  });
}

test('the measure agrees with known values', () => {
  const white = { l: 1, c: 0, h: 0 };
  expect(contrastRatio(white, { l: 0, c: 0, h: 0 })).toBeCloseTo(21, 1);
  // #777777 on white, the usual example of a near miss: 4.48.
  expect(contrastRatio({ l: 0.5693, c: 0, h: 0 }, white)).toBeCloseTo(4.48, 1);
});
