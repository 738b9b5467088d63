// Imported before anything else, so that a Node too old for the rest says so instead of failing somewhere in it.
const wanted = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  console.error(
    `Foyer needs Node ${wanted.join('.')} or later; this is ${process.version}. Get it from https://nodejs.org.`,
  );
  process.exit(1);
}
