// A Chromium for the tests in a browser: whichever is there, or the system's, installed.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StepFailed, step, tryRun } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/**
 * The path of a Chromium that runs: CHROMIUM_PATH's, the system's, Playwright's own, or the one that apt-get installs
 * when we are root. Throws a StepFailed that says what to do when there is none.
 */
export async function findChromium({ applications = macApplications } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (await works(given)) return given;
    throw new StepFailed(`CHROMIUM_PATH says ${given}, and that does not run: correct it, or leave it out.`);
  }
  return (await findSystems(applications)) ?? (await findPlaywrights()) ?? (await install());
}

/**
 * Chromium's headless shell beside it, which renders and runs the same and does a page for three fifths of the work: it draws no
 * window. It lacks what needs one, such as the permission to notify. CHROMIUM_SHELL_PATH's, or the system's; undefined where there
 * is none, or where CHROMIUM_PATH alone has chosen.
 */
export async function findHeadlessShell() {
  if (process.env.CHROMIUM_SHELL_PATH) return process.env.CHROMIUM_SHELL_PATH;
  if (process.env.CHROMIUM_PATH) return undefined;
  return firstThatWorks(pathsOf(['chromium-headless-shell']));
}

async function findSystems(applications = []) {
  return firstThatWorks([...pathsOf(names), ...applications]);
}

function pathsOf(programs) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return programs.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function findPlaywrights() {
  const { chromium } = await import('playwright');
  return firstThatWorks([chromium.executablePath()]);
}

async function install() {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && (await tryRun('apt-get', ['--version'])).code === 0) {
    const { code, output } = await step('Installing Chromium', aptInstall);
    const found = code === 0 ? await findSystems() : undefined;
    if (found) return found;
    throw new StepFailed(`Chromium could not be installed: see above. ${advice}`, output);
  }
  throw new StepFailed(`There is no Chromium for the tests in a browser. ${advice}`);
}

async function aptInstall() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await tryRun('apt-get', ['update'], { env });
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];
  // Not every release has the shell.
  const both = await tryRun('apt-get', [...install, 'chromium-headless-shell'], { env });
  return both.code === 0 ? both : tryRun('apt-get', install, { env });
}

const advice =
  'Install one ("apt-get install chromium", "npx playwright install chromium"), or set CHROMIUM_PATH to where it is.';

async function firstThatWorks(paths) {
  for (const path of paths) if (await works(path)) return path;
  return undefined;
}

/** Asked for its version, since some systems have a stand-in by that name that only says how to install it. */
async function works(path) {
  return existsSync(path) && (await tryRun(path, ['--version'])).code === 0;
}
