const GROUNDS = ['#a3355c', '#1f6f8b', '#3d7a3a', '#8a5a12', '#6b4fa0', '#4a5568'];

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** An SVG of 128 x 128, drawn here so that the sandbox needs no files: a letter on a colour that the id picks. */
export const avatarSvg = (id: string, letter: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128">' +
  `<rect width="128" height="128" fill="${GROUNDS[Number(BigInt(id) % BigInt(GROUNDS.length))]}"/>` +
  '<circle cx="64" cy="150" r="70" fill="#fff" opacity=".12"/>' +
  `<text x="64" y="84" font-family="system-ui, sans-serif" font-size="60" font-weight="600" text-anchor="middle" fill="#fff">${escapeXml(letter)}</text>` +
  '</svg>';
