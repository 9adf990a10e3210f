import type { VNode } from 'preact';

/** A cell with a number is aligned to the right. */
export type Cell = string | { number: string };

export interface Table {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** The marks of a picture and the height that they take. */
export interface Drawing {
  height: number;
  marks: VNode | VNode[];
}

interface Named {
  /** Names the picture within the page. */
  id: string;
  /** The finding, in a sentence. */
  headline: string;
  /** The question that the picture answers. */
  question: string;
}

/** A picture of one part of a report, in one language. */
export interface Picture extends Named {
  /** What the drawing shows, for those who cannot see it. */
  description: string;
  /** @param width in pixels; what does not fit is shortened or left out, the table has all */
  draw(width: number): Drawing;
  table: Table;
  /** Notes on how to read it. */
  note?: string | undefined;
}

/** A part that the run cannot fill, and why. */
export interface MissingPicture extends Named {
  reason: string;
}

export const isMissing = (picture: Picture | MissingPicture): picture is MissingPicture => 'reason' in picture;
export const num = (number: string): Cell => ({ number });
