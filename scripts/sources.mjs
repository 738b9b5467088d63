// Tells whether what was built still belongs to the sources.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

const folders = ['app', 'components', 'db', 'messages', 'public', 'server'];
const script = 'scripts/bundle.mjs';

/** A hash of everything that a build is made of: sources, texts, configuration, the locked packages. */
export function hashSources() {
  const files = [...rootFiles(), script, ...folders.flatMap((folder) => filesIn(folder))];
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The tools' own settings change nothing of what is built. */
const toolSettings = /^(biome|knip|vitest|playwright|drizzle)\b/;

function rootFiles() {
  const files = readdirSync(root).filter((name) => /\.(ts|tsx|mjs|json)$/.test(name));
  return files.filter((name) => !ignored(name) && !toolSettings.test(name));
}

function filesIn(folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(path);
    return ignored(entry.name) ? [] : [path];
  });
}

/** Tests go into no build, and neither does what tools write or a system puts beside the files. */
function ignored(name) {
  return name.startsWith('.') || /\.test\.tsx?$/.test(name) || name === 'next-env.d.ts';
}
