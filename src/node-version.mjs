// Loaded before the bot. Where no Node 24 comes with the dependencies (a rare platform), an older Node would only say
// that it does not know what a .ts file is.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(`Songcircle needs Node 24 or later; this is ${process.versions.node}.\n`);
  process.exit(78);
}
