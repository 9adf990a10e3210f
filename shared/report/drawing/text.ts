import { html } from 'htm/preact';
import { fitText } from './text-width.ts';

export const SMALL = 12;
export const BASE = 13;

interface TextOptions {
  /** Default: start. */
  anchor?: 'middle' | 'end';
  /** Default: {@link SMALL}. */
  size?: number;
  fill?: string;
  /** Shortens the text to this width. */
  width?: number;
  bold?: boolean;
  /** Whether lines behind the text end before it. */
  hasHalo?: boolean;
}

/** A line of text, by its base line. */
export function textAt(
  x: number,
  y: number,
  text: string,
  { anchor, size = SMALL, fill, width, bold = false, hasHalo = false }: TextOptions = {},
) {
  const shown = width === undefined ? text : fitText(text, width, size);
  // The drawing sets the usual size and colour.
  const fontSize = size === SMALL ? undefined : size;
  return html`<text x=${round(x)} y=${round(y)} text-anchor=${anchor} font-size=${fontSize} fill=${fill} font-weight=${bold ? 600 : undefined} ...${hasHalo ? halo : {}}>${shown}</text>`;
}

const halo = { stroke: 'var(--paper)', 'stroke-width': 4, 'paint-order': 'stroke' };

/** To a tenth of a pixel. */
export const round = (value: number) => Math.round(value * 10) / 10;
