import { type MarkdownNode, textNode } from './nodes.ts';

/** What changes the direction of the text around it, so that an address could be made to read as another one. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Scripts that are not mistaken for Latin. */
const distinctScripts =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\p{ASCII}\u3002\u30fb\u30fc\uff0e\uff61]*$/u;
/** A text that may say where the link leads: an address, or a name with dots. */
const claim =
  /^(?:https?:\/\/(?:[^\s/?#@]*@)?([^\s/?#:]+)|(www\.[^\s/?#:]+)|([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+))/iu;
/** What tells the name of a host from that of a file, as `Node.js` or `vite.config.ts`. */
const domain = /^(?:ai|app|cn|co|com|dev|edu|gov|info|io|net|org|xyz)(?![a-z\d-])/i;

/**
 * The text of a link as it is shown: without marks that turn it around, and with the host that it leads to after it
 * where that is not what the text says or not what it looks like.
 *
 * @param address as it was written
 * @param target the same in canonical spelling
 */
export function linkText(
  children: readonly MarkdownNode[],
  address: string,
  target: string,
): readonly MarkdownNode[] {
  const shown = children.map(withoutMarks);
  const { hostname, username, password } = new URL(target);
  if (hostname === '') return shown;
  const text = plainText(shown).trim();
  const hidesHost = username !== '' || password !== '' || isLookAlike(hostname, address);
  return hidesHost || claimsOther(text, hostname) ? [...shown, textNode(` (${hostname})`)] : shown;
}

function isLookAlike(hostname: string, address: string): boolean {
  if (!hostname.includes('xn--')) return false;
  // As a browser reads it, which drops these.
  const plain = address.replace(/[\t\n\r]/g, '').trimStart();
  const written = /^[a-z]+:[\\/]*(?:[^/?#@]*@)?([^/?#:]*)/i.exec(plain)?.[1] ?? '';
  return !distinctScripts.test(written);
}

function claimsOther(text: string, hostname: string): boolean {
  const [, address, www, name] = claim.exec(text) ?? [];
  const claimed = address ?? www ?? (name !== undefined && isHost(name) ? name : undefined);
  if (claimed === undefined) return false;
  const whole = `https://${claimed.replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, '')}`;
  return !URL.canParse(whole) || withoutWww(new URL(whole).hostname) !== withoutWww(hostname);
}

function isHost(name: string): boolean {
  return name
    .split('.')
    .slice(1)
    .some((part) => domain.test(part));
}

function withoutWww(hostname: string): string {
  return hostname.replace(/^www\./, '');
}

function withoutMarks(node: MarkdownNode): MarkdownNode {
  if (node.type === 'text') {
    return node.text.search(directionMarks) === -1
      ? node
      : textNode(node.text.replace(directionMarks, '\ufffd'));
  }
  return node.type === 'element' ? { ...node, children: node.children.map(withoutMarks) } : node;
}

function plainText(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) =>
      node.type === 'text' ? node.text : node.type === 'element' ? plainText(node.children) : '',
    )
    .join('');
}
