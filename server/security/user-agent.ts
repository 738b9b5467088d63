import Bowser from 'bowser';

const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP));

/**
 * The names of a browser and its system, as its User-Agent says; null where it names none that are known. They go by
 * lists: what a stranger sends must not stand on somebody's page in his own words.
 */
export function readUserAgent(userAgent: string | null | undefined): {
  browser: string | null;
  system: string | null;
} {
  if (!userAgent) return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: known(BROWSERS, browser.name), system: known(SYSTEMS, os.name) };
}

function known(names: Set<string>, name: string | undefined) {
  return name !== undefined && names.has(name) ? name : null;
}
