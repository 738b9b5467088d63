import type { Messages } from 'next-intl';

/** The cards of the page; each has this for an id, so that links, the palette and advice lead to it. */
export type CardName = keyof Messages['securityCards'];

/** The card of this name, where the focus can go to its first control. */
export function findCard(name: CardName) {
  return document.getElementById(name);
}
