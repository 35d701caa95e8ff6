/** Elements of XML 1.0. Characters that it forbids, even escaped, are left out. */
import { plainText } from './plain-text.ts';

export type Attributes = Record<string, string | number>;

/** U+FFFE, U+FFFF and halves of surrogate pairs; control characters are gone before. */
const FORBIDDEN = /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

const legal = (text: string): string => plainText(text).replaceAll(FORBIDDEN, '');
const escaped = (text: string): string => legal(text).replaceAll(/[&<>]/g, (one) => ENTITIES[one] as string);
const attribute = (text: string): string => legal(text).replaceAll(/[&<>"\n\t]/g, (one) => ENTITIES[one] as string);

/** `content` is XML already: children, or `text(…)`. */
export const element = (name: string, attributes: Attributes, content = ''): string => {
  const said = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${said}/>\n` : `<${name}${said}>${content}</${name}>\n`;
};

export const text = escaped;
