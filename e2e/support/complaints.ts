import { type BrowserContext, expect } from 'playwright/test';

/** What the browser complained of: errors in the console, of scripts, of the content security policy. */
export interface Complaints {
  /** Listens to every page of a context, those still to be opened as well. */
  listenTo(context: BrowserContext): void;
  /** Says beforehand that there will be such a complaint, once or more; one that never comes fails the test. */
  expect(pattern: RegExp): void;
}

// The tool puts scripts of its own into every frame; a sandboxed one, such as that of a mail, refuses them. While it keeps a
// trace it also asks once more for images of this device that could not be shown.
const TOOL = /^Blocked script execution in 'about:srcdoc'|^Connecting to 'blob:/;

/** A browser is not to complain of anything that was not expected, nor ask anybody but this machine. */
export function listenForComplaints(): Complaints & { check(): void } {
  const heard: string[] = [];
  const expected: RegExp[] = [];
  return {
    listenTo(context) {
      context.on('console', (message) => {
        const said = `${message.text()} [${message.location().url}]`;
        if (message.type() === 'error' && !TOOL.test(said)) heard.push(said);
      });
      context.on('weberror', (error) => heard.push(error.error().stack ?? String(error.error())));
      context.on('request', (request) => {
        if (!isHere(request.url())) heard.push(`asked for ${request.url()}`);
      });
    },
    expect: (pattern) => expected.push(pattern),
    check() {
      const unexpected = heard.filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(unexpected, 'what the browser complained of').toEqual([]);
      const missing = expected.filter((pattern) => !heard.some((text) => pattern.test(text)));
      expect(missing, 'complaints that were expected and never came').toEqual([]);
    },
  };
}

function isHere(address: string) {
  const { protocol, hostname } = new URL(address);
  return ['data:', 'blob:'].includes(protocol) || hostname === 'localhost' || hostname === '127.0.0.1';
}
