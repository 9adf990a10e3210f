import { html } from 'htm/preact';
import { fitText } from './text-width.ts';

export const SMALL = 12;
export const BASE = 13;

interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  fill?: string;
  /** Shortens the text to this width. */
  width?: number;
  bold?: boolean;
}

/** A line of text, by its base line. */
export function textAt(
  x: number,
  y: number,
  text: string,
  { anchor = 'start', size = SMALL, fill = 'var(--ink)', width, bold = false }: TextOptions = {},
) {
  const shown = width === undefined ? text : fitText(text, width, size);
  return html`<text x=${round(x)} y=${round(y)} text-anchor=${anchor} font-size=${size} fill=${fill} font-weight=${bold ? 600 : undefined}>${shown}</text>`;
}

/** To a tenth of a pixel. */
export const round = (value: number) => Math.round(value * 10) / 10;
