import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { SMALL, textAt } from './text.ts';
import { fitName, textWidth } from './text-width.ts';

export interface RowsLayout {
  /** Where marks may be drawn. */
  left: number;
  right: number;
  height: number;
  /** The middle of a row's marks. */
  middle(index: number): number;
  labels: VNode[];
}

const ROW = 26;
const LABEL_LINE = 17;

/**
 * Lays out rows with a label each: beside the marks, or above them where it is narrow.
 * @param texts texts that stand to the right of the marks, for which room is kept
 * @param labelShare the share of the width that labels may take beside the marks
 */
export function layoutRows(
  labels: readonly string[],
  width: number,
  texts: readonly string[] = [],
  top = 0,
  labelShare = 0.34,
): RowsLayout {
  const widest = (some: readonly string[]) => Math.max(0, ...some.map((text) => textWidth(text, SMALL)));
  const isNarrow = width < 480;
  const room = Math.min(widest(labels) + 12, width * labelShare);
  const left = isNarrow ? 0 : room;
  const row = isNarrow ? ROW + LABEL_LINE : ROW;
  const middle = (index: number) => top + index * row + (isNarrow ? LABEL_LINE + ROW / 2 - 2 : ROW / 2);
  return {
    left,
    right: width - Math.min(widest(texts) + 8, width * 0.4),
    height: top + labels.length * row + 2,
    middle,
    labels: labels.map((label, index) =>
      isNarrow
        ? textAt(0, middle(index) - ROW / 2 - 2, fitName(label, width, SMALL), { hasHalo: true })
        : textAt(left - 10, middle(index) + 4, fitName(label, left - 10, SMALL), { anchor: 'end' }),
    ),
  };
}

/** A bar from its left end. */
export const barAt = (x: number, middle: number, length: number, fill: string, thickness = 16) =>
  html`<rect x=${x.toFixed(1)} y=${(middle - thickness / 2).toFixed(1)} width=${Math.max(length, 0.5).toFixed(1)} height=${thickness} rx="1.5" fill=${fill} />`;

/** A line, faint by default. */
export const lineAt = (x1: number, y1: number, x2: number, y2: number, stroke = 'var(--line)', width = 1) =>
  html`<line x1=${x1.toFixed(1)} y1=${y1.toFixed(1)} x2=${x2.toFixed(1)} y2=${y2.toFixed(1)} stroke=${stroke} stroke-width=${width} />`;
