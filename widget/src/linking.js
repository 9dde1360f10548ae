// Finds in a text what may become a link: our own pages, the Government's, mail, the helpline.

const CANDIDATE =
  /(https?:\/\/[^\s<>"'“”]+[^\s<>"'“”.,;:!?)\]।])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(^|[^\d-])(1800[- ]?\d{3,4}[- ]?\d{3,4})(?![\d-])/g;
const GOVERNMENT = /\.(?:gov|nic)\.in$/;

// Our own server's pages, and https pages of the Government of India's own domains.
export function isTrusted(address, ownOrigins) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.username || url.password) return false;
  if (/^https?:$/.test(url.protocol) && ownOrigins.includes(url.origin)) return true;
  return url.protocol === "https:" && !url.port && GOVERNMENT.test(`.${url.hostname}`);
}

// Pieces of a text: {text} or {text, href}.
export function pieces(text, ownOrigins) {
  const found = [];
  let position = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const [, address, mail, before, phone] = match;
    const shown = address ?? mail ?? phone;
    const start = match.index + (before ?? "").length;
    let href = null;
    if (address && isTrusted(address, ownOrigins)) href = address;
    if (mail) href = `mailto:${mail}`;
    if (phone) href = `tel:${phone.replace(/\D/g, "")}`;
    if (!href) continue;
    if (start > position) found.push({ text: text.slice(position, start) });
    found.push({ text: shown, href });
    position = start + shown.length;
  }
  if (position < text.length) found.push({ text: text.slice(position) });
  return found;
}
