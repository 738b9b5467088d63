import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { root } from '@/scripts/steps.mjs';
import type { Line } from './line';

/** kB of 1000 bytes, gzip. `file`: where Next keeps what it knows of the page. */
const BUDGETS = [
  { path: '/sign-in', file: '(access)/sign-in', limit: 140 },
  { path: '/settings/profile', file: 'settings/profile', limit: 180 },
];

const BuildManifest = z.object({ rootMainFiles: z.array(z.string()) });
const PageManifest = z.object({ entryJSFiles: z.record(z.string(), z.array(z.string())) });

/**
 * The JavaScript that a browser loads with a page before the person does anything, as the build's own manifests
 * tell: React and Next, and the scripts of the page with its layouts and error boundaries.
 */
export async function firstLoad(): Promise<Line[]> {
  const shared = BuildManifest.parse(JSON.parse(await built('build-manifest.json')));
  return Promise.all(
    BUDGETS.map(async ({ path, file, limit }) => {
      const scripts = new Set([...shared.rootMainFiles, ...(await scriptsOf(file))]);
      const sizes = await Promise.all([...scripts].map(compressedSize));
      return {
        name: `first-load JavaScript of ${path}`,
        value: sizes.reduce((sum, size) => sum + size, 0) / 1000,
        unit: 'kB' as const,
        wanted: { most: limit },
        note: `${scripts.size} files, gzip`,
        isBudget: true,
      };
    }),
  );
}

/** The manifest is a script that assigns one object: `globalThis.__RSC_MANIFEST["<page>"] = {...};` */
async function scriptsOf(page: string): Promise<string[]> {
  const script = await built(`server/app/${page}/page_client-reference-manifest.js`);
  const [, json] = /^globalThis\.__RSC_MANIFEST\[.*?\]\s*=\s*(\{.*\})\s*;?\s*$/ms.exec(script) ?? [];
  if (json === undefined) throw new Error(`the client manifest of ${page} does not look as it used to`);
  return Object.values(PageManifest.parse(JSON.parse(json)).entryJSFiles).flat();
}

async function compressedSize(file: string): Promise<number> {
  return gzipSync(await readFile(join(root, '.next', file)), { level: 9 }).length;
}

function built(file: string): Promise<string> {
  return readFile(join(root, '.next', file), 'utf8');
}
