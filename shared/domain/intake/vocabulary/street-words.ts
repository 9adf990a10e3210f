/** Patterns of street addresses in Chinese, English, German, French, Italian and Spanish. */
export const addressPatterns = [
  /[路街道巷弄里村].*\d.*[号號室栋幢]|[路街道巷弄].{0,6}\d+$|\d+[号號栋幢].*室/,
  /^\d+\w?\s+\p{L}.*\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|crescent|court|ct|way|place|pl|boulevard|blvd|terrace|close|square)\b/iu,
  /(straße|strasse|str\.|weg|platz|allee)\s*\d|^(rue|via|viale|calle|avenida|place)\s.*\d|\d.*\b(rue|boulevard)\b/i,
];
